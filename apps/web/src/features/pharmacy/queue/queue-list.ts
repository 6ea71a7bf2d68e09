import type { MedicationRow } from '@wardline/events'
import {
  type Arrangement,
  byText,
  type CategoriesOf,
  type Counts,
  countByCategory,
  type Derivation,
  filterAndSort,
  incremental,
} from '@wardline/ui'
import { byClinicalRisk, findExitStep, isUnfinished, isWaitingAt, type QueueStage, queueStages, stageOf } from './stages.ts'

/** `hidden` counts rows of this stage excluded by the unit filter (RT-10). Lingering rows are not counted (SHL-7). */
const counterNames = [...queueStages, 'hidden'] as const
type CounterName = (typeof counterNames)[number]

export interface FilteredQueue {
  /** Sorted rows of the selected stage, including those that just left it. */
  readonly rows: readonly MedicationRow[]
  readonly counts: Counts<CounterName>
}

/** Which rows are shown, in which order, and how rows are counted. */
export interface QueueRule {
  readonly arrangement: Arrangement<MedicationRow>
  readonly countedAs: CategoriesOf<MedicationRow, CounterName>
}

interface QueueFilter {
  readonly stage: QueueStage
  /** null: every unit. */
  readonly unitId: string | null
  readonly isToday: (at: string) => boolean
  /** Server time in ms. */
  readonly now: number
}

/** Unfinished STAT orders are shown whichever unit is selected (PHQ-5). */
export const isShownDespiteFilter = (row: MedicationRow, unitId: string | null): boolean =>
  unitId !== null && row.patient.unitId !== unitId && row.priority === 'stat' && isUnfinished(row)

export function queueRule({ stage, unitId, isToday, now }: QueueFilter): QueueRule {
  const isVisible = (row: MedicationRow) => unitId === null || row.patient.unitId === unitId || isShownDespiteFilter(row, unitId)
  return {
    arrangement: {
      isIncluded: (row) => isVisible(row) && (stageOf(row, isToday) === stage || findExitStep(row, stage, now) !== null),
      order: stage === 'done' ? newestDone : byClinicalRisk,
    },
    countedAs(row) {
      const at = stageOf(row, isToday)
      if (at && isVisible(row)) return [at]
      return at === stage ? ['hidden'] : []
    },
  }
}

const newestDone = (a: MedicationRow, b: MedicationRow) => byText(b.changedAt, a.changedAt) || byText(a.id, b.id)

export function deriveQueue(): Derivation<MedicationRow, QueueRule, FilteredQueue> {
  const arrange = filterAndSort<MedicationRow>()
  const count = countByCategory<MedicationRow, CounterName>(counterNames)
  return (all, { arrangement, countedAs }) => ({ rows: arrange(all, arrangement), counts: count(all, countedAs) })
}

/** Count of orders to verify, for the navigation rail. */
export const countToVerify = () => countByCategory<MedicationRow, 'verify'>(['verify'])
export const toVerifyCounter = (row: MedicationRow) => (isWaitingAt(row, 'verify') ? (['verify'] as const) : [])

/** Names of the units that have orders in the queue, by id. */
export const deriveUnits = () =>
  incremental<MedicationRow, null, ReadonlyMap<string, string>>({
    compute: (rows) => new Map(rows.map(({ patient }) => [patient.unitId, patient.unitName])),
    update(units, { removed: gone, added: come }) {
      const unitsKnown = come.every(({ patient }) => units.get(patient.unitId) === patient.unitName)
      const unitsRemain = gone.every(({ patient }) => come.some((row) => row.patient.unitId === patient.unitId))
      return unitsKnown && unitsRemain ? units : null
    },
    same: (a, b) => a.size === b.size && [...a].every(([id, name]) => b.get(id) === name),
  })
