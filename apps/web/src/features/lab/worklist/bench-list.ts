import type { FulfilmentStep, LabWorklistRow, Priority } from '@wardline/events'
import { type Arrangement, arranging, byText, type CountedAs, type Counts, counting, type Derivation } from '@wardline/ui'

/** Stages of the worklist by next step; `open` combines the three unfinished ones. */
export const benchStages = ['open', 'collect', 'receive', 'analyse', 'done'] as const
export type BenchStage = (typeof benchStages)[number]

const stageAt: Readonly<Record<FulfilmentStep, Exclude<BenchStage, 'open'>>> = {
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
export function stageOf(row: LabWorklistRow, isToday: (at: string) => boolean): Exclude<BenchStage, 'open'> | null {
  const stage = row.status === 'active' ? stageAt[row.fulfilment.step] : 'done'
  return stage === 'done' && !isToday(row.changedAt) && !awaitsAcknowledgement(row) ? null : stage
}

/** Whether a critical value of this order is unacknowledged (LAB-9). */
export const awaitsAcknowledgement = (row: LabWorklistRow): boolean => row.criticals.some(({ acknowledgedAt }) => acknowledgedAt === null)

/** How long a completed order stays in its old stage, greyed (RT-9). */
export const LINGER_MS = 60_000

/** @param now server time in ms */
export const justDone = (row: LabWorklistRow, now: number): boolean =>
  row.status !== 'active' && now - Date.parse(row.changedAt) < LINGER_MS

/** `unacknowledged` counts orders with an unacknowledged critical value. */
const counted = [...benchStages, 'unacknowledged'] as const
type Counted = (typeof counted)[number]

export interface BenchList {
  readonly rows: readonly LabWorklistRow[]
  readonly counts: Counts<Counted>
}

/** Which rows are shown, in which order, and how rows are counted. */
export interface BenchRule {
  readonly arrangement: Arrangement<LabWorklistRow>
  readonly countedAs: CountedAs<LabWorklistRow, Counted>
}

interface Chosen {
  readonly stage: BenchStage
  readonly isToday: (at: string) => boolean
  /** Server time in ms. */
  readonly now: number
}

const harm: Readonly<Record<Priority, number>> = { stat: 0, asap: 1, urgent: 2, routine: 3 }

/** Sorts by priority, then longest waiting (LAB-1). */
const byNeed = (a: LabWorklistRow, b: LabWorklistRow) =>
  harm[a.priority] - harm[b.priority] || byText(a.authoredAt, b.authoredAt) || byText(a.id, b.id)
const newestDone = (a: LabWorklistRow, b: LabWorklistRow) =>
  Number(awaitsAcknowledgement(b)) - Number(awaitsAcknowledgement(a)) || byText(b.changedAt, a.changedAt) || byText(a.id, b.id)

/** Lingering rows are shown but not counted (SHL-7). */
export function benchRule({ stage: chosen, isToday, now }: Chosen): BenchRule {
  const keeps = (row: LabWorklistRow) => {
    const stage = stageOf(row, isToday)
    if (!stage) return false
    const lingers = (chosen === 'open' || chosen === 'analyse') && justDone(row, now)
    return stage === chosen || lingers || (chosen === 'open' && stage !== 'done')
  }
  const countedAs = (row: LabWorklistRow): readonly Counted[] => {
    const stage = stageOf(row, isToday)
    const open = stage && stage !== 'done' ? (['open'] as const) : []
    return [...(stage ? [stage] : []), ...open, ...(awaitsAcknowledgement(row) ? (['unacknowledged'] as const) : [])]
  }
  return { arrangement: { keeps, order: chosen === 'done' ? newestDone : byNeed }, countedAs }
}

/** Derives the rows and counts from the same list, so that they agree (SHL-7). */
export function benchList(): Derivation<LabWorklistRow, BenchRule, BenchList> {
  const arrange = arranging<LabWorklistRow>()
  const count = counting<LabWorklistRow, Counted>(counted)
  return (all, { arrangement, countedAs }) => ({ rows: arrange(all, arrangement), counts: count(all, countedAs) })
}

/** Count of open orders, for the navigation rail. */
export const openOrders = () => counting<LabWorklistRow, 'open'>(['open'])
export const openAs = ({ status }: LabWorklistRow) => (status === 'active' ? (['open'] as const) : [])

/** Returns the order with the scanned or typed accession number, ignoring dashes and case. */
export function withAccession(all: readonly LabWorklistRow[], scanned: string): LabWorklistRow | null {
  const bare = (text: string) => text.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const wanted = bare(scanned)
  return wanted ? (all.find(({ accession }) => accession !== null && bare(accession) === wanted) ?? null) : null
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
