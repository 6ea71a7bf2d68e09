import {
  type AlertRow,
  type AllergyRow,
  type EncounterRow,
  type ImagingRow,
  type LabReport,
  labReportsOf,
  type MedicationRow,
  type OrderRow,
  type PatientRow,
  type Position,
  type ProblemRow,
  type ResultRow,
  type ViewRow,
  type VitalRow,
} from '@wardline/events'
import type { Aggregated } from '../../commands/authenticated-context.ts'
import { type EncounterOverview, encounterOverview, type Known } from './encounter-overview.ts'

/** A patient as document 001's PatientAggregateView: null wherever the reader's role may not look, never an empty list instead. */
export interface PatientAggregate {
  readonly asOf: Position
  readonly patient: PatientRow | null
  readonly allergies: readonly AllergyRow[] | null
  readonly medications: readonly MedicationRow[] | null
  readonly latestVitals: readonly VitalRow[] | null
  /** Active ones. */
  readonly diagnoses: readonly ProblemRow[] | null
  readonly encounterSummary: { readonly lastAt: string | null; readonly count: number }
  readonly pendingOrders: { readonly lab: number; readonly imaging: number } | null
  /** Not acknowledged yet. */
  readonly criticalAlerts: number | null
  /** Laboratory values nobody has reviewed. */
  readonly unreadResults: number | null
  readonly labResults: readonly LabReport[] | null
  readonly imagingStudies: readonly ImagingRow[] | null
  readonly encounters: readonly EncounterOverview[]
  /** Lists that hold the newest only; the whole record is larger. */
  readonly more: readonly string[]
}

const active: readonly ProblemRow['clinicalStatus'][] = ['active', 'recurrence', 'relapse']

/** A list was cut in the middle of a report perhaps; half a panel would look like a whole one. */
function wholeReports(results: Known<ResultRow>, alerts: readonly AlertRow[]): readonly LabReport[] {
  const reports = labReportsOf(results.rows, alerts)
  return results.more ? reports.slice(0, -1) : reports
}

export function patientAggregate({ asOf, views, counts, latestVitals, procedures = [] }: Aggregated): PatientAggregate {
  const known = <Row extends ViewRow>(name: string) => (views[name] as unknown as Known<Row> | undefined) ?? null
  const [orders, vitals, problems] = [known<OrderRow>('orders'), known<VitalRow>('vitals'), known<ProblemRow>('problems')]
  const [results, alerts] = [known<ResultRow>('results'), known<AlertRow>('alerts')]
  const encounters = known<EncounterRow>('encounters')?.rows ?? []
  const lists = {
    allergies: known<AllergyRow>('allergies'),
    medications: known<MedicationRow>('medications'),
    diagnoses: problems,
    labResults: results,
    imagingStudies: known<ImagingRow>('imaging'),
    encounters: known<EncounterRow>('encounters'),
  }
  return {
    asOf,
    patient: known<PatientRow>('patient')?.rows[0] ?? null,
    allergies: lists.allergies?.rows ?? null,
    medications: lists.medications?.rows ?? null,
    latestVitals: latestVitals ?? null,
    diagnoses: problems?.rows.filter(({ clinicalStatus }) => active.includes(clinicalStatus)) ?? null,
    encounterSummary: { lastAt: encounters[0]?.startAt ?? null, count: counts.encounters },
    pendingOrders: orders && { lab: counts.pendingLab ?? 0, imaging: counts.pendingImaging ?? 0 },
    criticalAlerts: counts.openAlerts ?? null,
    unreadResults: counts.unreadResults ?? null,
    labResults: results && wholeReports(results, alerts?.rows ?? []),
    imagingStudies: lists.imagingStudies?.rows ?? null,
    encounters: encounters.map((encounter) => encounterOverview(encounter, { orders, vitals, problems, procedures })),
    more: Object.entries(lists)
      .filter(([, list]) => list?.more)
      .map(([name]) => name),
  }
}
