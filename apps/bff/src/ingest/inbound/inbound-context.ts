import type { NewEvent, PublishedEvent } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import type { CommandContext } from '../../commands/command-context.ts'

/** A message about a patient, with the resources to record. */
export interface Reading {
  readonly event: PublishedEvent
  readonly act: CommandContext
  readonly resource: FhirResource
  readonly related: readonly FhirResource[]
  readonly details: Record<string, unknown>
  /** Returns the recorded version of a resource of the message, or null. */
  readonly before: (resource: FhirResource) => FhirResource | null
  readonly resources: Resources
  readonly newId: () => string
}

/** Resources to record and events to publish for a message. */
export interface Consequences {
  readonly write: readonly FhirResource[]
  readonly happened: readonly NewEvent[]
}

/** Records and publishes the message unchanged. */
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
