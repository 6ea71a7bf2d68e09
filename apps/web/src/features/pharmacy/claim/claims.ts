import type { Claim, MedicationRow } from '@wardline/events'

/** Remaining lease below which activity renews a claim, in ms; renewing earlier would write on every key press. */
export const RENEW_BELOW_MS = 4 * 60_000

/** Claim of an order from one pharmacist's point of view (PHQ-6, PHQ-7). */
export type ClaimState =
  | { readonly state: 'free' }
  | { readonly state: 'mine'; readonly claim: Claim; readonly leftMs: number }
  | { readonly state: 'theirs'; readonly claim: Claim; readonly heldMs: number }
  /** The lease was not renewed; another pharmacist may take over with a reason. */
  | { readonly state: 'expired'; readonly claim: Claim; readonly mine: boolean }

/** @param now server time in ms: the server issues leases, and workstation clocks drift */
export function claimStateOf({ claim }: Pick<MedicationRow, 'claim'>, userId: string, now: number): ClaimState {
  if (!claim) return { state: 'free' }
  const mine = claim.by.userId === userId
  const leftMs = Date.parse(claim.leaseUntil) - now
  if (leftMs <= 0) return { state: 'expired', claim, mine }
  if (mine) return { state: 'mine', claim, leftMs }
  return { state: 'theirs', claim, heldMs: Math.max(0, now - Date.parse(claim.at)) }
}

/** Expired claims of other users are excluded: taking over requires a reason. */
const isOpenTo = (hold: ClaimState): boolean => hold.state === 'free' || hold.state === 'mine' || (hold.state === 'expired' && hold.mine)

interface Turn {
  /** Id of the current order; null starts at the top. */
  readonly from: string | null
  /** Excludes lingering rows. */
  readonly waits: (row: MedicationRow) => boolean
  readonly userId: string
  readonly now: number
}

/** Returns the next claimable order after the current one, wrapping around to the top (PHQ-14). */
export function nextEligible(rows: readonly MedicationRow[], { from, waits, userId, now }: Turn): MedicationRow | null {
  const start = rows.findIndex((row) => row.id === from)
  const inTurn = start < 0 ? rows : [...rows.slice(start + 1), ...rows.slice(0, start)]
  return inTurn.find((row) => waits(row) && isOpenTo(claimStateOf(row, userId, now))) ?? null
}
