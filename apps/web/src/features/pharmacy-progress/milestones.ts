import type { MedicationRow, PharmacyStep } from '@wardline/events'

export const milestoneNames = ['prescribed', 'verified', 'prepared', 'dispensed'] as const
export type MilestoneName = (typeof milestoneNames)[number]

export interface Milestone {
  readonly name: MilestoneName
  /** `skipped`: dispensed from stock without preparation; `never`: discontinued before this step. */
  readonly state: 'done' | 'now' | 'ahead' | 'skipped' | 'never'
  /** User and time; null unless done. */
  readonly step: PharmacyStep | null
}

/** Returns the four milestones of a prescription with user and time; claims and releases are not milestones. */
export function milestonesOf({ steps, stage }: Pick<MedicationRow, 'steps' | 'stage'>): readonly Milestone[] {
  const stepNames = new Set<PharmacyStep['step']>(steps.map(({ step }) => step))
  const last = milestoneNames.findLastIndex((name) => stepNames.has(name))
  return milestoneNames.map((name, index) => {
    const step = steps.findLast((candidate) => candidate.step === name) ?? null
    if (step) return { name, state: 'done', step }
    if (index < last) return { name, state: 'skipped', step: null }
    if (stage === 'stopped') return { name, state: 'never', step: null }
    return { name, state: index === last + 1 ? 'now' : 'ahead', step: null }
  })
}

/** Returns the prescriptions sent to this pharmacy, newest first; others were recorded elsewhere. */
export function sentToPharmacy(rows: readonly MedicationRow[]): readonly MedicationRow[] {
  return rows
    .filter(({ stage }) => stage !== 'none')
    .toSorted((a, b) => b.authoredAt.localeCompare(a.authoredAt) || b.id.localeCompare(a.id))
}

export const isUnfinished = ({ stage }: Pick<MedicationRow, 'stage'>): boolean =>
  stage === 'unverified' || stage === 'verified' || stage === 'ready'

/** Returns the time since which the next step is due. */
export const waitingSince = ({ steps, authoredAt }: Pick<MedicationRow, 'steps' | 'authoredAt'>): string =>
  steps.findLast(({ step }) => step === 'verified' || step === 'prepared')?.at ?? authoredAt
