import type { FulfilmentStep, LabWorklistRow, Priority } from '@wardline/events'
import { type Arrangement, arranging, byText, type CountedAs, type Counts, counting, type Derivation } from '@wardline/ui'

/** What is to be done next with an order on the bench; `open` holds the three that are work. */
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

/** null once it was done on another day than today of the facility, and nobody waits for an acknowledgement. */
export function stageOf(row: LabWorklistRow, isToday: (at: string) => boolean): Exclude<BenchStage, 'open'> | null {
  const stage = row.status === 'active' ? stageAt[row.fulfilment.step] : 'done'
  return stage === 'done' && !isToday(row.changedAt) && !awaitsAcknowledgement(row) ? null : stage
}

/** A critical value of this order that no clinician has acknowledged yet (LAB-9). */
export const awaitsAcknowledgement = (row: LabWorklistRow): boolean => row.criticals.some(({ acknowledgedAt }) => acknowledgedAt === null)

/** A done order stays a minute where it was, greyed; then it leaves (RT-9). */
export const LINGER_MS = 60_000

/** @param now server time in ms */
export const justDone = (row: LabWorklistRow, now: number): boolean =>
  row.status !== 'active' && now - Date.parse(row.changedAt) < LINGER_MS

/** `unacknowledged`: orders with a critical value that nobody acknowledged. */
const counted = [...benchStages, 'unacknowledged'] as const
type Counted = (typeof counted)[number]

export interface BenchList {
  readonly rows: readonly LabWorklistRow[]
  readonly counts: Counts<Counted>
}

/** What of the worklist is shown and how it is counted. */
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

/** Unacknowledged criticals on top, then STAT, then the longest waiting (LAB-1). */
const byNeed = (a: LabWorklistRow, b: LabWorklistRow) =>
  harm[a.priority] - harm[b.priority] || byText(a.authoredAt, b.authoredAt) || byText(a.id, b.id)
const newestDone = (a: LabWorklistRow, b: LabWorklistRow) =>
  Number(awaitsAcknowledgement(b)) - Number(awaitsAcknowledgement(a)) || byText(b.changedAt, a.changedAt) || byText(a.id, b.id)

/** One stage of the worklist; rows that only linger are not counted (SHL-7). */
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

/** The worklist by a rule; counts and table read the same rows (SHL-7). */
export function benchList(): Derivation<LabWorklistRow, BenchRule, BenchList> {
  const arrange = arranging<LabWorklistRow>()
  const count = counting<LabWorklistRow, Counted>(counted)
  return (all, { arrangement, countedAs }) => ({ rows: arrange(all, arrangement), counts: count(all, countedAs) })
}

/** Open orders alone, for the rail. */
export const openOrders = () => counting<LabWorklistRow, 'open'>(['open'])
export const openAs = ({ status }: LabWorklistRow) => (status === 'active' ? (['open'] as const) : [])

/** The order a scanned or typed number means: its accession, whatever dashes and case the scanner sends. */
export function withAccession(all: readonly LabWorklistRow[], scanned: string): LabWorklistRow | null {
  const bare = (text: string) => text.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const wanted = bare(scanned)
  return wanted ? (all.find(({ accession }) => accession !== null && bare(accession) === wanted) ?? null) : null
}

const MINUTE_MS = 60_000

/**
 * From order to result. STAT 60 min: the turnaround most laboratories promise emergency departments (CAP
 * Q-Probes); the others are ours and for a site to set.
 */
export const targetMs: Readonly<Record<Priority, number>> = {
  stat: 60 * MINUTE_MS,
  asap: 90 * MINUTE_MS,
  urgent: 120 * MINUTE_MS,
  routine: 360 * MINUTE_MS,
}

/** The step a person may mark next; null when only values are left to enter. */
export function nextStep(step: FulfilmentStep): 'specimen-collected' | 'specimen-received' | 'in-analysis' | null {
  if (step === 'requested' || step === 'accepted') return 'specimen-collected'
  if (step === 'specimen-collected') return 'specimen-received'
  return step === 'specimen-received' ? 'in-analysis' : null
}
