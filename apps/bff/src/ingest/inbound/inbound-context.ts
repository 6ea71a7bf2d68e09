import type { NewEvent, PublishedEvent } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import type { CommandContext } from '../../commands/command-context.ts'

/** A message about a patient, with its resources as they will be recorded. */
export interface Reading {
  readonly event: PublishedEvent
  readonly act: CommandContext
  readonly resource: FhirResource
  readonly related: readonly FhirResource[]
  readonly details: Record<string, unknown>
  /** What is on record now under the id of a resource of the message. */
  readonly before: (resource: FhirResource) => FhirResource | null
  readonly resources: Resources
  readonly newId: () => string
}

/** What a message changes and what it says happened. */
export interface Consequences {
  readonly write: readonly FhirResource[]
  readonly happened: readonly NewEvent[]
}

/** Recorded and told as it came. */
export function asItStands({ event, resource, related, details }: Reading): Consequences {
  return {
    write: [resource, ...related],
    happened: [
      {
        type: event.eventType,
        resource,
        related,
        data: details,
        occurredAt: new Date(event.timestamp).toISOString(),
      } as unknown as NewEvent,
    ],
  }
}
