import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** All expected refusals with their HTTP status. A feature adds an entry; the web client has a text for each. */
export const refusals = {
  NOT_SIGNED_IN: { http: 'UNAUTHORIZED' },
  WRONG_SIGN_IN: { http: 'UNAUTHORIZED' },
  TOO_MANY_ATTEMPTS: { http: 'TOO_MANY_REQUESTS' },
  /** The role may not do or read this. */
  NOT_ALLOWED: { http: 'FORBIDDEN' },
  NO_ACCESS_TO_PATIENT: { http: 'FORBIDDEN' },
  NOT_FOUND: { http: 'NOT_FOUND' },
  INVALID_INPUT: { http: 'BAD_REQUEST' },
  /** The resource changed after it was read: `{ resourceType, id, currentVersionId, changedBy, changedAt }`. */
  VERSION_CONFLICT: { http: 'CONFLICT' },
  /** The same command or message id with different content (RT17). */
  COMMAND_REUSED: { http: 'CONFLICT' },
  SOURCE_REUSED: { http: 'CONFLICT' },
  CLAIMED_BY_ANOTHER: { http: 'CONFLICT' },
  NOT_CLAIMED_BY_YOU: { http: 'CONFLICT' },
  NOT_IN_THIS_STATE: { http: 'CONFLICT' },
  /** Work on the order has started, or the recall window has passed: it is revoked instead. */
  TOO_LATE_TO_RECALL: { http: 'CONFLICT' },
  DISCONTINUED: { http: 'CONFLICT' },
  /** Older than a prescription may be supplied (PHQ-19). */
  PRESCRIPTION_EXPIRED: { http: 'PRECONDITION_FAILED' },
  ALREADY_ACKNOWLEDGED: { http: 'CONFLICT' },
  /** The same allergy or problem is active: `{ id, by, at }`. */
  ALREADY_RECORDED: { http: 'CONFLICT' },
  DUPLICATE_NEEDS_REASON: { http: 'PRECONDITION_FAILED' },
  UNUSUAL_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  /** The delta check failed: the value differs too much from the previous one (LAB-5). */
  DELTA_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  CRITICAL_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  OUT_OF_LIMITS: { http: 'UNPROCESSABLE_CONTENT' },
  PATIENT_DECEASED: { http: 'PRECONDITION_FAILED' },
  /** Overloaded: nothing was started, and the request may be repeated after `retryAfterMs` (RT16). */
  BUSY: { http: 'SERVICE_UNAVAILABLE' },
  /** The database is unreachable; clients keep their data and show its age. */
  OUTAGE: { http: 'SERVICE_UNAVAILABLE' },
} as const satisfies Record<string, { http: TRPC_ERROR_CODE_KEY }>

export type RefusalCode = keyof typeof refusals
/** Plain JSON beside the code: who, when, which; never a whole resource. */
export type RefusalDetail = Readonly<Record<string, unknown>>

/** An expected refusal. Any other error is a bug and reaches the user only as a reference number. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly code: RefusalCode
  readonly detail: RefusalDetail | null

  constructor(code: RefusalCode, detail: RefusalDetail | null = null, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.detail = detail
  }
}
