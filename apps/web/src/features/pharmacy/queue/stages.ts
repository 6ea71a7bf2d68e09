import { type MedicationRow, openStages, type PharmacyStage, pharmacyRank } from '@wardline/events'
import { byRank } from '../../../lists/by-rank.ts'

/** Stages of the queue, one table each (PHQ-1). */
export const queueStages = ['verify', 'prepare', 'ready', 'done'] as const
export type QueueStage = (typeof queueStages)[number]
export type WorkingStage = Exclude<QueueStage, 'done'>

const stageNames: Readonly<Record<PharmacyStage, QueueStage | null>> = {
  none: null,
  unverified: 'verify',
  verified: 'prepare',
  ready: 'ready',
  dispensed: 'done',
  // Discontinued orders are listed as done, so that the pharmacist who had claimed one can still find it.
  stopped: 'done',
}

export type StageFields = Pick<MedicationRow, 'stage' | 'changedAt'>

/** Returns the stage of a row; null when it was done on an earlier day, in the facility's time zone. */
export function stageOf(row: StageFields, isToday: (at: string) => boolean): QueueStage | null {
  const stage = stageNames[row.stage]
  return stage === 'done' && !isToday(row.changedAt) ? null : stage
}

export const isWaitingAt = (row: Pick<MedicationRow, 'stage'>, stage: QueueStage): boolean =>
  stage !== 'done' && stageNames[row.stage] === stage

export const isUnfinished = ({ stage }: Pick<MedicationRow, 'stage'>): boolean => openStages.includes(stage)

/** How long a completed row stays in its old stage, greyed (RT-9). */
export const LINGER_MS = 60_000

const completingStep: Readonly<Record<WorkingStage, MedicationRow['steps'][number]['step']>> = {
  verify: 'verified',
  prepare: 'prepared',
  ready: 'dispensed',
}

/** Returns the step by which the row left this stage within the last minute, or null. Derived from the row's steps, so it needs no state. */
export function findExitStep(row: MedicationRow, stage: QueueStage, now: number): MedicationRow['steps'][number] | null {
  if (stage === 'done') return null
  const last = row.steps.findLast(({ step }) => step !== 'claimed' && step !== 'released')
  if (!last || now - Date.parse(last.at) >= LINGER_MS) return null
  if (last.step === completingStep[stage]) return last
  return last.step === 'stopped' && stageBeforeStop(row) === stage ? last : null
}

/** Returns the stage a discontinued order was in. */
function stageBeforeStop(row: MedicationRow): QueueStage | null {
  if (row.steps.some(({ step }) => step === 'dispensed')) return 'done'
  if (row.steps.some(({ step }) => step === 'prepared')) return 'ready'
  return row.steps.some(({ step }) => step === 'verified') ? 'prepare' : 'verify'
}

/** Sorts in the order in which the server pages: priority, high-alert, longest waiting (PHQ-2). */
export const byClinicalRisk = byRank(pharmacyRank)

/** Returns the time since which the row has been waiting at its stage. */
export function waitingSince(row: MedicationRow): string {
  const last = row.steps.findLast(({ step }) => step === 'verified' || step === 'prepared')
  return last?.at ?? row.authoredAt
}
