import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** Every "no" that a user is told, with the HTTP meaning it travels under. A feature adds an entry; the screens have a sentence for each. */
export const refusals = {
  NOT_SIGNED_IN: { http: 'UNAUTHORIZED' },
  WRONG_SIGN_IN: { http: 'UNAUTHORIZED' },
  TOO_MANY_ATTEMPTS: { http: 'TOO_MANY_REQUESTS' },
  /** The role does not do this, or may not read that. */
  NOT_ALLOWED: { http: 'FORBIDDEN' },
  NO_ACCESS_TO_PATIENT: { http: 'FORBIDDEN' },
  NOT_FOUND: { http: 'NOT_FOUND' },
  INVALID_INPUT: { http: 'BAD_REQUEST' },
  /** Somebody changed it after it was read: `{ resourceType, id, currentVersionId, changedBy, changedAt }`. */
  CHANGED_MEANWHILE: { http: 'CONFLICT' },
  /** The same command or message id came with another content (RT17). */
  COMMAND_REUSED: { http: 'CONFLICT' },
  SOURCE_REUSED: { http: 'CONFLICT' },
  CLAIMED_BY_ANOTHER: { http: 'CONFLICT' },
  NOT_CLAIMED_BY_YOU: { http: 'CONFLICT' },
  NOT_IN_THIS_STATE: { http: 'CONFLICT' },
  /** Somebody has begun with it, or too much time went by: it is revoked instead. */
  TOO_LATE_TO_RECALL: { http: 'CONFLICT' },
  STOPPED_MEANWHILE: { http: 'CONFLICT' },
  /** Older than a prescription may be supplied (PHQ-19). */
  PRESCRIPTION_EXPIRED: { http: 'PRECONDITION_FAILED' },
  ALREADY_ACKNOWLEDGED: { http: 'CONFLICT' },
  DUPLICATE_NEEDS_REASON: { http: 'PRECONDITION_FAILED' },
  UNUSUAL_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  /** A value moved further from the one before than the laboratory expects (LAB-5). */
  DELTA_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  CRITICAL_NEEDS_CONFIRMATION: { http: 'PRECONDITION_FAILED' },
  OUT_OF_LIMITS: { http: 'UNPROCESSABLE_CONTENT' },
  PATIENT_DECEASED: { http: 'PRECONDITION_FAILED' },
  /** More at once than can be taken: nothing of it was begun, and the same may be sent again in `retryAfterMs` (RT16). */
  BUSY: { http: 'SERVICE_UNAVAILABLE' },
  /** The database cannot be reached; what the screen holds stays, with its age. */
  OUTAGE: { http: 'SERVICE_UNAVAILABLE' },
} as const satisfies Record<string, { http: TRPC_ERROR_CODE_KEY }>

export type RefusalCode = keyof typeof refusals
/** Plain JSON beside the code: who, when, which; never a whole resource. */
export type RefusalDetail = Readonly<Record<string, unknown>>

/** A "no" we expect. Anything else that is thrown is a bug and reaches the user only as a reference number. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly code: RefusalCode
  readonly detail: RefusalDetail | null

  constructor(code: RefusalCode, detail: RefusalDetail | null = null, because?: ErrorOptions) {
    super(code, because)
    this.code = code
    this.detail = detail
  }
}
