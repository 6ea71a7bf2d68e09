import { codeOf, type EncounterRow, idOf, type OrderRow, type ProblemRow, systems, type VitalRow, wordsOf } from '@wardline/events'
import type { Procedure } from 'fhir/r4'

/** A visit with what happened in it (document 001, EncounterView). null: what is at hand does not reach so far back. */
export interface EncounterOverview extends EncounterRow {
  readonly diagnoses: readonly Pick<ProblemRow, 'id' | 'code' | 'display' | 'clinicalStatus'>[] | null
  readonly procedures: readonly {
    readonly id: string
    readonly code: string | null
    readonly display: string
    readonly at: string | null
  }[]
  /** The last of each kind in the visit. */
  readonly vitals: readonly VitalRow[] | null
  readonly orders: readonly Pick<OrderRow, 'id' | 'display' | 'category' | 'status'>[] | null
}

/** A list and whether it goes on beyond what is here. */
export interface Known<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

export interface Happened {
  readonly orders: Known<OrderRow> | null
  readonly vitals: Known<VitalRow> | null
  readonly problems: Known<ProblemRow> | null
  readonly procedures: readonly Procedure[]
}

const timeOf = (at: string | null | undefined) => (at ? Date.parse(at) : Number.NaN)

/** A visit's time; without an end it goes on. */
function during(encounter: EncounterRow) {
  const from = timeOf(encounter.startAt)
  const until = encounter.endAt ? timeOf(encounter.endAt) : Number.POSITIVE_INFINITY
  return { from, holds: (at: string | null | undefined) => timeOf(at) >= from && timeOf(at) <= until }
}

/** What a list tells of a visit; null when its oldest row at hand is younger than the visit and older ones were left out. */
function within<Row>(known: Known<Row> | null, encounter: EncounterRow, at: (row: Row) => string | null): readonly Row[] | null {
  if (!known) return null
  const { from, holds } = during(encounter)
  const oldest = known.rows.at(-1)
  if (known.more && oldest && !(timeOf(at(oldest)) <= from)) return null
  return known.rows.filter((row) => holds(at(row)))
}

/** The list is newest first. */
const lastOfEach = (vitals: readonly VitalRow[]): readonly VitalRow[] => [
  ...new Map([...vitals].reverse().map((row) => [row.code, row])).values(),
]

const doneAt = (procedure: Procedure) => procedure.performedDateTime ?? procedure.performedPeriod?.start ?? null

const partOf = (procedure: Procedure, encounter: EncounterRow): boolean =>
  procedure.encounter ? idOf(procedure.encounter, 'Encounter') === encounter.id : during(encounter).holds(doneAt(procedure))

export const encounterOverview = (encounter: EncounterRow, { orders, vitals, problems, procedures }: Happened): EncounterOverview => {
  const measured = within(vitals, encounter, (row) => row.effectiveAt)
  return {
    ...encounter,
    diagnoses:
      within(problems, encounter, (row) => row.recordedAt ?? row.onsetAt)?.map(({ id, code, display, clinicalStatus }) => ({
        id,
        code,
        display,
        clinicalStatus,
      })) ?? null,
    procedures: procedures
      .filter((procedure) => partOf(procedure, encounter))
      .map((procedure) => ({
        id: procedure.id ?? '',
        code: codeOf(procedure.code, systems.snomed),
        display: wordsOf(procedure.code) ?? 'Not recorded',
        at: doneAt(procedure),
      })),
    vitals: measured && lastOfEach(measured),
    orders:
      within(orders, encounter, (row) => row.authoredAt)?.map(({ id, display, category, status }) => ({ id, display, category, status })) ??
      null,
  }
}
