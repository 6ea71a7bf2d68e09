import { eventFrom, type NewEvent, type PublishedEvent, type Stored, type WithId } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import type { CommandContext } from '../../commands/command-context.ts'

/** A message about a patient, with the resources to record. */
export interface InboundContext {
  readonly event: PublishedEvent
  readonly command: CommandContext
  readonly resource: WithId
  readonly related: readonly WithId[]
  readonly details: Record<string, unknown>
  /** Returns the recorded version of a resource of the message, or null. */
  readonly recordedVersion: (resource: FhirResource) => Stored | null
  readonly resources: Resources
  readonly newId: () => string
}

/** Resources to record and events to publish for a message. */
export interface InboundChange {
  readonly resources: readonly FhirResource[]
  readonly events: readonly NewEvent[]
}

/** Records and publishes the message unchanged. */
export function unchanged({ event, resource, related, details }: InboundContext): InboundChange {
  return {
    resources: [resource, ...related],
    events: [eventFrom(event.eventType, resource, details, { related, occurredAt: new Date(event.timestamp).toISOString() })],
  }
}
