import { isHighAlert, type MedicationRow, type PharmacyStage, type Priority } from '@wardline/events'
import { byText } from '@wardline/ui'

/** The stages a pharmacist moves between, one table each (PHQ-1). */
export const queueStages = ['verify', 'prepare', 'ready', 'done'] as const
export type QueueStage = (typeof queueStages)[number]
export type WorkingStage = Exclude<QueueStage, 'done'>

const stageNames: Readonly<Record<PharmacyStage, QueueStage | null>> = {
  none: null,
  unverified: 'verify',
  verified: 'prepare',
  ready: 'ready',
  dispensed: 'done',
  // A stopped order stays among the done ones, so that whoever held it finds what became of it.
  stopped: 'done',
}

export type Staged = Pick<MedicationRow, 'stage' | 'changedAt'>

/** Where a row stands; null once it was done on another day than today of the facility. */
export function stageOf(row: Staged, isToday: (at: string) => boolean): QueueStage | null {
  const stage = stageNames[row.stage]
  return stage === 'done' && !isToday(row.changedAt) ? null : stage
}

/** Whether a row waits for what is done at this stage. */
export const waitsAt = (row: Pick<MedicationRow, 'stage'>, stage: QueueStage): boolean =>
  stage !== 'done' && stageNames[row.stage] === stage

/** Whether anything is left to be done with it. */
export const isWork = ({ stage }: Pick<MedicationRow, 'stage'>): boolean =>
  stage === 'unverified' || stage === 'verified' || stage === 'ready'

/** A done row stays a minute where it was, greyed, saying where it went; then it leaves (RT-9). */
export const LINGER_MS = 60_000

const stepInto: Readonly<Record<WorkingStage, MedicationRow['steps'][number]['step']>> = {
  verify: 'verified',
  prepare: 'prepared',
  ready: 'dispensed',
}

/** The step that took the row out of this stage a moment ago, or null. Read from the row's own way: no state to lose. */
export function justLeft(row: MedicationRow, stage: QueueStage, now: number): MedicationRow['steps'][number] | null {
  if (stage === 'done') return null
  const last = row.steps.findLast(({ step }) => step !== 'claimed' && step !== 'released')
  if (!last || now - Date.parse(last.at) >= LINGER_MS) return null
  if (last.step === stepInto[stage]) return last
  return last.step === 'stopped' && stageBefore(row) === stage ? last : null
}

/** Where a stopped row was when it was stopped. */
function stageBefore(row: MedicationRow): QueueStage | null {
  if (row.steps.some(({ step }) => step === 'dispensed')) return 'done'
  if (row.steps.some(({ step }) => step === 'prepared')) return 'ready'
  return row.steps.some(({ step }) => step === 'verified') ? 'prepare' : 'verify'
}

const harm: Readonly<Record<Priority, number>> = { stat: 0, asap: 1, urgent: 2, routine: 3 }

const harmful = new WeakMap<MedicationRow, boolean>()

/** Remembered by the row: sorting asks for the same row over and over, and the answer is read out of its name. */
function isHarmful(row: MedicationRow): boolean {
  const known = harmful.get(row) ?? isHighAlert(row)
  harmful.set(row, known)
  return known
}

/** First to harm: priority, high-alert, longest waiting (PHQ-2). The server pages by the same order. */
export function firstToHarm(a: MedicationRow, b: MedicationRow): number {
  return (
    harm[a.priority] - harm[b.priority] ||
    Number(isHarmful(b)) - Number(isHarmful(a)) ||
    byText(a.authoredAt, b.authoredAt) ||
    byText(a.id, b.id)
  )
}

/** Since when the row waits for what is to be done at its stage. */
export function waitingSince(row: MedicationRow): string {
  const last = row.steps.findLast(({ step }) => step === 'verified' || step === 'prepared')
  return last?.at ?? row.authoredAt
}
