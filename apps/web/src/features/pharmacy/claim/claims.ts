import type { Claim, MedicationRow } from '@wardline/events'

/** A lease is asked for again when this much of it is left or less; earlier would write for every key pressed. */
export const RENEW_BELOW_MS = 4 * 60_000

/** Who has an item in hand, as one pharmacist sees it (PHQ-6, PHQ-7). */
export type ClaimState =
  | { readonly state: 'free' }
  | { readonly state: 'mine'; readonly claim: Claim; readonly leftMs: number }
  | { readonly state: 'theirs'; readonly claim: Claim; readonly heldMs: number }
  /** The lease ran out without being renewed; it may be taken over with a reason. */
  | { readonly state: 'lapsed'; readonly claim: Claim; readonly mine: boolean }

/** @param now server time in ms: leases are the server's, and clocks at the bedside are wrong. */
export function claimStateOf({ claim }: Pick<MedicationRow, 'claim'>, userId: string, now: number): ClaimState {
  if (!claim) return { state: 'free' }
  const mine = claim.by.userId === userId
  const leftMs = Date.parse(claim.leaseUntil) - now
  if (leftMs <= 0) return { state: 'lapsed', claim, mine }
  if (mine) return { state: 'mine', claim, leftMs }
  return { state: 'theirs', claim, heldMs: Math.max(0, now - Date.parse(claim.at)) }
}

/** Taking over what somebody else let lapse wants a reason, so it is never taken in passing. */
const isOpenTo = (hold: ClaimState): boolean => hold.state === 'free' || hold.state === 'mine' || (hold.state === 'lapsed' && hold.mine)

interface Turn {
  /** Where one is now; null starts at the top. */
  readonly from: string | null
  /** Whether it waits for what one is doing: rows that only linger do not. */
  readonly waits: (row: MedicationRow) => boolean
  readonly userId: string
  readonly now: number
}

/** The next item nobody has in hand, in the queue's order, after `from` and then from the top (PHQ-14). */
export function nextEligible(rows: readonly MedicationRow[], { from, waits, userId, now }: Turn): MedicationRow | null {
  const start = rows.findIndex((row) => row.id === from)
  const inTurn = start < 0 ? rows : [...rows.slice(start + 1), ...rows.slice(0, start)]
  return inTurn.find((row) => waits(row) && isOpenTo(claimStateOf(row, userId, now))) ?? null
}
