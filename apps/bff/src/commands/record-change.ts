import type { Applied, CommandId, EventId, NewEvent, Room } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'

/** A room and its position before a decision was read from it. */
export interface DecidedAt {
  readonly room: Room
  readonly seq: number
}

/** The resources and events of one change, saved in one transaction. */
export interface RecordChange<Answer extends object = object> {
  /** Command that caused the change; null for messages and the system itself. */
  readonly commandId: CommandId | null
  /** Idempotency key of an inbound message, instead of a command id. */
  readonly message?: { readonly source: string; readonly messageId: string }
  /** The whole input, for its hash: the same key with another body is refused with COMMAND_REUSED. */
  readonly input: unknown
  /**
   * New resources without `meta.versionId`; updates as they were read, with the changed fields, so that
   * `meta.versionId` names the version that was read (If-Match on every update). A resource without an id gets one.
   */
  readonly resources: readonly FhirResource[]
  /** Resources named here are replaced by their stamped versions, found by type and id. */
  readonly events: readonly NewEvent[]
  /**
   * For decisions on the absence of something, which no version can guard: recorded only if the room has not advanced since, else
   * refused with VERSION_CONFLICT (`decideOnCurrent`). An event of the change must be in this room.
   */
  readonly decidedAt?: DecidedAt
  /** Added to the stored answer, for ids that the client needs. */
  readonly answer?: Answer
  readonly correlationId?: string
  readonly causationId?: EventId
  /** Clinical time of the change; now when absent. ISO 8601, UTC. */
  readonly occurredAt?: string
}

export type AppliedWith<Answer extends object> = Applied & Answer
