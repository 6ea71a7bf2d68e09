import type { MedicationRow } from '@wardline/events'
import { firstToHarm, isWork, justLeft, type QueueStage, queueStages, stageOf } from './stages.ts'

export interface QueueList {
  /** Rows of the chosen stage in its order, those that just left it among them. */
  readonly rows: readonly MedicationRow[]
  /** What a badge says; rows that only linger are not counted (SHL-7). */
  readonly counts: Readonly<Record<QueueStage, number>>
  /** Rows of this stage that the unit filter keeps out of sight (RT-10). */
  readonly hidden: number
}

interface Chosen {
  readonly stage: QueueStage
  /** null: every unit. */
  readonly unitId: string | null
  readonly isToday: (at: string) => boolean
  /** Server time in ms. */
  readonly now: number
}

/** STAT work is shown whatever unit is chosen (PHQ-5). */
export const despiteFilter = (row: MedicationRow, unitId: string | null): boolean =>
  unitId !== null && row.patient.unitId !== unitId && row.priority === 'stat' && isWork(row)

/** One stage of the queue as it stands on the screen, and how many wait at each. */
export function queueList(all: readonly MedicationRow[], { stage, unitId, isToday, now }: Chosen): QueueList {
  const counts: Record<QueueStage, number> = Object.fromEntries(queueStages.map((name) => [name, 0])) as Record<QueueStage, number>
  const rows: MedicationRow[] = []
  let hidden = 0
  for (const row of all) {
    const at = stageOf(row, isToday)
    const seen = unitId === null || row.patient.unitId === unitId || despiteFilter(row, unitId)
    if (at && seen) counts[at]++
    if (at === stage && !seen) hidden++
    if (seen && (at === stage || justLeft(row, stage, now))) rows.push(row)
  }
  return {
    rows: stage === 'done' ? rows.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)) : rows.toSorted(firstToHarm),
    counts,
    hidden,
  }
}
