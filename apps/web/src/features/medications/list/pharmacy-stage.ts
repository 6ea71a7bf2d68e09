import type { MedicationRow } from '@wardline/events'
import type { Tone } from '@wardline/ui'

export type DisplayedStage =
  | 'unverified'
  | 'claimed'
  | 'verified'
  | 'ready'
  | 'dispensed'
  | 'stopped'
  | 'completed'
  | 'cancelled'
  | 'error'
  | 'none'

const endedStages: Readonly<Partial<Record<MedicationRow['status'], DisplayedStage>>> = {
  stopped: 'stopped',
  cancelled: 'cancelled',
  completed: 'completed',
  'entered-in-error': 'error',
}

const tones: Readonly<Partial<Record<DisplayedStage, Tone>>> = {
  unverified: 'warn',
  claimed: 'info',
  verified: 'ok',
  ready: 'ok',
  dispensed: 'ok',
}

/** Returns the displayed pharmacy stage; a claim with an expired lease counts as unclaimed (decision 16). */
export function pharmacyStageOf(
  row: Pick<MedicationRow, 'status' | 'stage' | 'claim'>,
  now: number,
): { readonly stage: DisplayedStage; readonly tone: Tone; readonly claimedBy: string | null } {
  const claimedBy = row.claim && Date.parse(row.claim.leaseUntil) > now ? row.claim.by.name : null
  const stage = endedStages[row.status] ?? (claimedBy && row.stage === 'unverified' ? 'claimed' : row.stage)
  return { stage, tone: tones[stage] ?? 'neutral', claimedBy }
}
