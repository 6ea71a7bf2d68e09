import type { RefusalReason } from '@wardline/events'

/** Why a message was not recorded; contains no content of the message. */
export type RejectionReason =
  | RefusalReason
  | 'not-fhir'
  | 'unknown-patient'
  | 'unknown-medicine'
  | 'two-patients'
  | 'another-patients'
  | 'not-theirs'
  | 'incomplete'
  | 'refused'

/** A message that cannot be recorded. */
export class Rejected extends Error {
  override readonly name = 'Rejected'
  readonly reason: RejectionReason
  /** The message refers to a resource that may still arrive: it is retried before it is dead-lettered. */
  readonly isRetryable: boolean

  constructor(reason: RejectionReason, detail: string, { isRetryable = false } = {}) {
    super(detail)
    this.reason = reason
    this.isRetryable = isRetryable
  }
}
