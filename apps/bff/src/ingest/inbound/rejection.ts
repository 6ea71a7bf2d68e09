import type { RefusalReason } from '@wardline/events'

/** Why a message is not taken in; its words quote nothing of it. */
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

/** A message that cannot be taken in as it is. */
export class Rejected extends Error {
  override readonly name = 'Rejected'
  readonly reason: RejectionReason
  /** What it refers to may still be on its way: it is tried again before it is set aside. */
  readonly mayCome: boolean

  constructor(reason: RejectionReason, detail: string, { mayCome = false } = {}) {
    super(detail)
    this.reason = reason
    this.mayCome = mayCome
  }
}
