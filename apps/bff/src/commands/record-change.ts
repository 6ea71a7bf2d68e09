import type { Applied, CommandId, EventId, NewEvent } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'

/** What one act changes and what it says happened; all of it is saved together or not at all. */
export interface RecordChange<Answer extends object = object> {
  /** Of the command that asked for it; null when a message or the system did. */
  readonly commandId: CommandId | null
  /** Idempotency for what came in from elsewhere, instead of a command. */
  readonly message?: { readonly source: string; readonly messageId: string }
  /** The whole input. The same key with another body is refused with COMMAND_REUSED. */
  readonly asked: unknown
  /**
   * New resources without `meta.versionId`; updates as they were read, with the changed fields, so that
   * `meta.versionId` names the version that was read (If-Match on every update). A resource without an id gets one.
   */
  readonly write: readonly FhirResource[]
  /** Resources named here are replaced by their stamped versions, found by type and id. */
  readonly happened: readonly NewEvent[]
  /** Joins the stored answer, for ids that the asker needs. */
  readonly answer?: Answer
  readonly correlationId?: string
  readonly causationId?: EventId
  /** When it happened to the patient; now, when absent. ISO 8601, UTC. */
  readonly occurredAt?: string
}

export type AppliedWith<Answer extends object> = Applied & Answer
