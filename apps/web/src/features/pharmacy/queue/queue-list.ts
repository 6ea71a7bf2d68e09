import type { MedicationRow } from '@wardline/events'
import { type Arrangement, arranging, byText, type CountedAs, type Counts, counting, type Derivation, incremental } from '@wardline/ui'
import { firstToHarm, isWork, justLeft, type QueueStage, queueStages, stageOf, waitsAt } from './stages.ts'

/** `hidden` counts rows of this stage excluded by the unit filter (RT-10). Lingering rows are not counted (SHL-7). */
const counted = [...queueStages, 'hidden'] as const
type Counted = (typeof counted)[number]

export interface QueueList {
  /** Sorted rows of the selected stage, including those that just left it. */
  readonly rows: readonly MedicationRow[]
  readonly counts: Counts<Counted>
}

/** Which rows are shown, in which order, and how rows are counted. */
export interface QueueRule {
  readonly arrangement: Arrangement<MedicationRow>
  readonly countedAs: CountedAs<MedicationRow, Counted>
}

interface Chosen {
  readonly stage: QueueStage
  /** null: every unit. */
  readonly unitId: string | null
  readonly isToday: (at: string) => boolean
  /** Server time in ms. */
  readonly now: number
}

/** Unfinished STAT orders are shown whichever unit is selected (PHQ-5). */
export const despiteFilter = (row: MedicationRow, unitId: string | null): boolean =>
  unitId !== null && row.patient.unitId !== unitId && row.priority === 'stat' && isWork(row)

export function queueRule({ stage, unitId, isToday, now }: Chosen): QueueRule {
  const isSeen = (row: MedicationRow) => unitId === null || row.patient.unitId === unitId || despiteFilter(row, unitId)
  return {
    arrangement: {
      keeps: (row) => isSeen(row) && (stageOf(row, isToday) === stage || justLeft(row, stage, now) !== null),
      order: stage === 'done' ? newestDone : firstToHarm,
    },
    countedAs(row) {
      const at = stageOf(row, isToday)
      if (at && isSeen(row)) return [at]
      return at === stage ? ['hidden'] : []
    },
  }
}

const newestDone = (a: MedicationRow, b: MedicationRow) => byText(b.changedAt, a.changedAt) || byText(a.id, b.id)

export function queueList(): Derivation<MedicationRow, QueueRule, QueueList> {
  const arrange = arranging<MedicationRow>()
  const count = counting<MedicationRow, Counted>(counted)
  return (all, { arrangement, countedAs }) => ({ rows: arrange(all, arrangement), counts: count(all, countedAs) })
}

/** Count of orders to verify, for the navigation rail. */
export const toVerify = () => counting<MedicationRow, 'verify'>(['verify'])
export const toVerifyAs = (row: MedicationRow) => (waitsAt(row, 'verify') ? (['verify'] as const) : [])

/** Names of the units that have orders in the queue, by id. */
export const unitsOf = () =>
  incremental<MedicationRow, null, ReadonlyMap<string, string>>({
    fromScratch: (rows) => new Map(rows.map(({ patient }) => [patient.unitId, patient.unitName])),
    carryOn(units, { gone, come }) {
      const known = come.every(({ patient }) => units.get(patient.unitId) === patient.unitName)
      const stay = gone.every(({ patient }) => come.some((row) => row.patient.unitId === patient.unitId))
      return known && stay ? units : null
    },
    same: (a, b) => a.size === b.size && [...a].every(([id, name]) => b.get(id) === name),
  })
