import {
  type AlertRow,
  type AllergyRow,
  activeClinicalStatuses,
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
import type { PatientReadModels } from '../../commands/authenticated-context.ts'
import { type EncounterOverview, encounterOverview, type LoadedList } from './encounter-overview.ts'

/** A patient as document 001's PatientAggregateView. Lists that the reader's role may not see are null, never empty. */
export interface PatientAggregate {
  readonly asOf: Position
  readonly patient: PatientRow | null
  readonly allergies: readonly AllergyRow[] | null
  readonly medications: readonly MedicationRow[] | null
  readonly latestVitals: readonly VitalRow[] | null
  /** Active diagnoses. */
  readonly diagnoses: readonly ProblemRow[] | null
  readonly encounterSummary: { readonly lastAt: string | null; readonly count: number }
  readonly pendingOrders: { readonly lab: number; readonly imaging: number } | null
  /** Unacknowledged alerts. */
  readonly criticalAlerts: number | null
  /** Unreviewed laboratory values. */
  readonly unreadResults: number | null
  readonly labResults: readonly LabReport[] | null
  readonly imagingStudies: readonly ImagingRow[] | null
  readonly encounters: readonly EncounterOverview[]
  /** Names of the lists that were cut. */
  readonly more: readonly string[]
}

/** Drops the last report of a cut list: it may be incomplete, and half a panel would look like a whole one. */
function wholeReports(results: LoadedList<ResultRow>, alerts: readonly AlertRow[]): readonly LabReport[] {
  const reports = labReportsOf(results.rows, alerts)
  return results.more ? reports.slice(0, -1) : reports
}

export function patientAggregate({ asOf, views, counts, latestVitals, procedures = [] }: PatientReadModels): PatientAggregate {
  const listOf = <Row extends ViewRow>(name: string) => (views[name] as unknown as LoadedList<Row> | undefined) ?? null
  const [orders, vitals, problems] = [listOf<OrderRow>('orders'), listOf<VitalRow>('vitals'), listOf<ProblemRow>('problems')]
  const [results, alerts] = [listOf<ResultRow>('results'), listOf<AlertRow>('alerts')]
  const encounters = listOf<EncounterRow>('encounters')?.rows ?? []
  const lists = {
    allergies: listOf<AllergyRow>('allergies'),
    medications: listOf<MedicationRow>('medications'),
    diagnoses: problems,
    labResults: results,
    imagingStudies: listOf<ImagingRow>('imaging'),
    encounters: listOf<EncounterRow>('encounters'),
  }
  return {
    asOf,
    patient: listOf<PatientRow>('patient')?.rows[0] ?? null,
    allergies: lists.allergies?.rows ?? null,
    medications: lists.medications?.rows ?? null,
    latestVitals: latestVitals ?? null,
    diagnoses: problems?.rows.filter(({ clinicalStatus }) => activeClinicalStatuses.includes(clinicalStatus)) ?? null,
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
