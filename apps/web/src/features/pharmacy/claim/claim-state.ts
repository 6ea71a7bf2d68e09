import type { Claim, MedicationRow } from '@wardline/events'

/** Remaining lease below which activity renews a claim, in ms; renewing earlier would write on every key press. */
export const RENEW_BELOW_MS = 4 * 60_000

/** Claim of an order from one pharmacist's point of view (PHQ-6, PHQ-7). */
export type ClaimState =
  | { readonly state: 'free' }
  | { readonly state: 'mine'; readonly claim: Claim; readonly leftMs: number }
  | { readonly state: 'theirs'; readonly claim: Claim; readonly claimedForMs: number }
  /** The lease was not renewed; another pharmacist may take over with a reason. */
  | { readonly state: 'expired'; readonly claim: Claim; readonly isMine: boolean }

/** @param now server time in ms: the server issues leases, and workstation clocks drift */
export function claimStateOf({ claim }: Pick<MedicationRow, 'claim'>, userId: string, now: number): ClaimState {
  if (!claim) return { state: 'free' }
  const isMine = claim.by.userId === userId
  const leftMs = Date.parse(claim.leaseUntil) - now
  if (leftMs <= 0) return { state: 'expired', claim, isMine }
  if (isMine) return { state: 'mine', claim, leftMs }
  return { state: 'theirs', claim, claimedForMs: Math.max(0, now - Date.parse(claim.at)) }
}

/** Expired claims of other users are excluded: taking over requires a reason. */
const canClaim = (claimState: ClaimState): boolean =>
  claimState.state === 'free' || claimState.state === 'mine' || (claimState.state === 'expired' && claimState.isMine)

interface NextEligibleOptions {
  /** Id of the current order; null starts at the top. */
  readonly currentId: string | null
  /** Excludes lingering rows. */
  readonly isWaiting: (row: MedicationRow) => boolean
  readonly userId: string
  readonly now: number
}

/** Returns the next claimable order after the current one, wrapping around to the top (PHQ-14). */
export function nextEligible(
  rows: readonly MedicationRow[],
  { currentId, isWaiting, userId, now }: NextEligibleOptions,
): MedicationRow | null {
  const start = rows.findIndex((row) => row.id === currentId)
  const rotated = start < 0 ? rows : [...rows.slice(start + 1), ...rows.slice(0, start)]
  return rotated.find((row) => isWaiting(row) && canClaim(claimStateOf(row, userId, now))) ?? null
}
