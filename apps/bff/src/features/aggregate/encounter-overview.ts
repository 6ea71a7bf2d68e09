import {
  codeOf,
  displayTextOf,
  type EncounterRow,
  idOf,
  type OrderRow,
  type ProblemRow,
  type Stored,
  systems,
  type VitalRow,
} from '@wardline/events'
import type { Procedure } from 'fhir/r4'

/** An encounter with its entries (document 001, EncounterView). null: the loaded rows do not reach that far back. */
export interface EncounterOverview extends EncounterRow {
  readonly diagnoses: readonly Pick<ProblemRow, 'id' | 'code' | 'display' | 'clinicalStatus'>[] | null
  readonly procedures: readonly {
    readonly id: string
    readonly code: string | null
    readonly display: string
    readonly at: string | null
  }[]
  /** The last of each kind in the encounter. */
  readonly vitals: readonly VitalRow[] | null
  readonly orders: readonly Pick<OrderRow, 'id' | 'display' | 'category' | 'status'>[] | null
}

/** Rows of a list and whether it was cut. */
export interface LoadedList<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

export interface EncounterLists {
  readonly orders: LoadedList<OrderRow> | null
  readonly vitals: LoadedList<VitalRow> | null
  readonly problems: LoadedList<ProblemRow> | null
  readonly procedures: readonly Stored<Procedure>[]
}

const timeOf = (at: string | null | undefined) => (at ? Date.parse(at) : Number.NaN)

/** Time range of an encounter; open-ended without an end. */
function rangeOf(encounter: EncounterRow) {
  const from = timeOf(encounter.startAt)
  const until = encounter.endAt ? timeOf(encounter.endAt) : Number.POSITIVE_INFINITY
  return { from, contains: (at: string | null | undefined) => timeOf(at) >= from && timeOf(at) <= until }
}

/** Returns a list's rows within an encounter; null when the list was cut after the start of the encounter. */
function within<Row>(list: LoadedList<Row> | null, encounter: EncounterRow, at: (row: Row) => string | null): readonly Row[] | null {
  if (!list) return null
  const { from, contains } = rangeOf(encounter)
  const oldest = list.rows.at(-1)
  if (list.more && oldest && !(timeOf(at(oldest)) <= from)) return null
  return list.rows.filter((row) => contains(at(row)))
}

/** Returns the newest row of each code; the input is newest first. */
const lastOfEach = (vitals: readonly VitalRow[]): readonly VitalRow[] => [
  ...new Map([...vitals].reverse().map((row) => [row.code, row])).values(),
]

const performedAt = (procedure: Procedure) => procedure.performedDateTime ?? procedure.performedPeriod?.start ?? null

const belongsTo = (procedure: Procedure, encounter: EncounterRow): boolean =>
  procedure.encounter ? idOf(procedure.encounter, 'Encounter') === encounter.id : rangeOf(encounter).contains(performedAt(procedure))

export const encounterOverview = (encounter: EncounterRow, { orders, vitals, problems, procedures }: EncounterLists): EncounterOverview => {
  const vitalsOfEncounter = within(vitals, encounter, (row) => row.effectiveAt)
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
      .filter((procedure) => belongsTo(procedure, encounter))
      .map((procedure) => ({
        id: procedure.id,
        code: codeOf(procedure.code, systems.snomed),
        display: displayTextOf(procedure.code) ?? 'Not recorded',
        at: performedAt(procedure),
      })),
    vitals: vitalsOfEncounter && lastOfEach(vitalsOfEncounter),
    orders:
      within(orders, encounter, (row) => row.authoredAt)?.map(({ id, display, category, status }) => ({ id, display, category, status })) ??
      null,
  }
}
