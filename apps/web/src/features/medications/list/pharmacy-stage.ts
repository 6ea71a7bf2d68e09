import type { MedicationRow } from '@wardline/events'
import type { Tone } from '@wardline/ui'

export type StageWord =
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

const ended: Readonly<Partial<Record<MedicationRow['status'], StageWord>>> = {
  stopped: 'stopped',
  cancelled: 'cancelled',
  completed: 'completed',
  'entered-in-error': 'error',
}

const tones: Readonly<Partial<Record<StageWord, Tone>>> = {
  unverified: 'warn',
  claimed: 'info',
  verified: 'ok',
  ready: 'ok',
  dispensed: 'ok',
}

/** Where the prescription is in the pharmacy, in one word; a claim whose lease ran out is nobody's (decision 16). */
export function pharmacyStageOf(
  row: Pick<MedicationRow, 'status' | 'stage' | 'claim'>,
  now: number,
): { readonly word: StageWord; readonly tone: Tone; readonly holder: string | null } {
  const holder = row.claim && Date.parse(row.claim.leaseUntil) > now ? row.claim.by.name : null
  const word = ended[row.status] ?? (holder && row.stage === 'unverified' ? 'claimed' : row.stage)
  return { word, tone: tones[word] ?? 'neutral', holder }
}
