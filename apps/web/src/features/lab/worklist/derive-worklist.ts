import { type FulfilmentStep, type LabWorklistRow, type Priority, worklistRank } from '@wardline/events'
import { type Arrangement, byText, type CategoriesOf, type Counts, countByCategory, type Derivation, filterAndSort } from '@wardline/ui'
import { byRank } from '../../../lists/by-rank.ts'

/** Stages of the worklist by next step; `open` combines the three unfinished ones. */
export const worklistStages = ['open', 'collect', 'receive', 'analyse', 'done'] as const
export type WorklistStage = (typeof worklistStages)[number]

const stageAfterStep: Readonly<Record<FulfilmentStep, Exclude<WorklistStage, 'open'>>> = {
  requested: 'collect',
  accepted: 'collect',
  'specimen-collected': 'receive',
  'specimen-received': 'analyse',
  'in-analysis': 'analyse',
  'resulted-preliminary': 'analyse',
  'resulted-final': 'done',
  cancelled: 'done',
}

/** Returns the stage of an order; null when done on an earlier day of the facility with no acknowledgement outstanding. */
export function stageOf(row: LabWorklistRow, isToday: (at: string) => boolean): Exclude<WorklistStage, 'open'> | null {
  const stage = row.status === 'active' ? stageAfterStep[row.fulfilment.step] : 'done'
  return stage === 'done' && !isToday(row.changedAt) && !awaitsAcknowledgement(row) ? null : stage
}

/** Whether a critical value of this order is unacknowledged (LAB-9). */
export const awaitsAcknowledgement = (row: LabWorklistRow): boolean => row.criticals.some(({ acknowledgedAt }) => acknowledgedAt === null)

/** How long a completed order stays in its old stage, greyed (RT-9). */
export const LINGER_MS = 60_000

/** @param now server time in ms */
export const isRecentlyDone = (row: LabWorklistRow, now: number): boolean =>
  row.status !== 'active' && now - Date.parse(row.changedAt) < LINGER_MS

/** `unacknowledged` counts orders with an unacknowledged critical value. */
const counterNames = [...worklistStages, 'unacknowledged'] as const
type CounterName = (typeof counterNames)[number]

export interface FilteredWorklist {
  readonly rows: readonly LabWorklistRow[]
  readonly counts: Counts<CounterName>
}

/** Which rows are shown, in which order, and how rows are counted. */
export interface WorklistRule {
  readonly arrangement: Arrangement<LabWorklistRow>
  readonly countedAs: CategoriesOf<LabWorklistRow, CounterName>
}

interface WorklistFilter {
  readonly stage: WorklistStage
  readonly isToday: (at: string) => boolean
  /** Server time in ms. */
  readonly now: number
}

/** Sorts in the order in which the server pages (LAB-1). */
const byUrgency = byRank<LabWorklistRow>(worklistRank)
const newestDone = (a: LabWorklistRow, b: LabWorklistRow) =>
  Number(awaitsAcknowledgement(b)) - Number(awaitsAcknowledgement(a)) || byText(b.changedAt, a.changedAt) || byText(a.id, b.id)

/** Lingering rows are shown but not counted (SHL-7). */
export function worklistRule({ stage: selectedStage, isToday, now }: WorklistFilter): WorklistRule {
  const keeps = (row: LabWorklistRow) => {
    const stage = stageOf(row, isToday)
    if (!stage) return false
    const lingers = (selectedStage === 'open' || selectedStage === 'analyse') && isRecentlyDone(row, now)
    return stage === selectedStage || lingers || (selectedStage === 'open' && stage !== 'done')
  }
  const countedAs = (row: LabWorklistRow): readonly CounterName[] => {
    const stage = stageOf(row, isToday)
    const open = stage && stage !== 'done' ? (['open'] as const) : []
    return [...(stage ? [stage] : []), ...open, ...(awaitsAcknowledgement(row) ? (['unacknowledged'] as const) : [])]
  }
  return { arrangement: { isIncluded: keeps, order: selectedStage === 'done' ? newestDone : byUrgency }, countedAs }
}

/** Derives the rows and counts from the same list, so that they agree (SHL-7). */
export function deriveWorklist(): Derivation<LabWorklistRow, WorklistRule, FilteredWorklist> {
  const arrange = filterAndSort<LabWorklistRow>()
  const count = countByCategory<LabWorklistRow, CounterName>(counterNames)
  return (all, { arrangement, countedAs }) => ({ rows: arrange(all, arrangement), counts: count(all, countedAs) })
}

/** Count of open orders, for the navigation rail. */
export const countOpenOrders = () => countByCategory<LabWorklistRow, 'open'>(['open'])
export const openOrdersCounter = ({ status }: LabWorklistRow) => (status === 'active' ? (['open'] as const) : [])

/** Returns the order with the scanned or typed accession number, ignoring dashes and case. */
export function findByAccession(all: readonly LabWorklistRow[], scanned: string): LabWorklistRow | null {
  const normalize = (text: string) => text.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const accessionNumber = normalize(scanned)
  return accessionNumber ? (all.find(({ accession }) => accession !== null && normalize(accession) === accessionNumber) ?? null) : null
}

const MINUTE_MS = 60_000

/**
 * Turnaround target from order to result by priority, in ms. STAT: 60 min, the common target for emergency
 * departments (CAP Q-Probes). The others are defaults for a site to adjust.
 */
export const targetMs: Readonly<Record<Priority, number>> = {
  stat: 60 * MINUTE_MS,
  asap: 90 * MINUTE_MS,
  urgent: 120 * MINUTE_MS,
  routine: 360 * MINUTE_MS,
}

/** Returns the next step to mark manually; null when only result entry remains. */
export function nextStep(step: FulfilmentStep): 'specimen-collected' | 'specimen-received' | 'in-analysis' | null {
  if (step === 'requested' || step === 'accepted') return 'specimen-collected'
  if (step === 'specimen-collected') return 'specimen-received'
  return step === 'specimen-received' ? 'in-analysis' : null
}
