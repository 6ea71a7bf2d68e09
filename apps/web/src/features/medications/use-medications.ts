import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type MedicationRow, medicationsView, type PatientId, rooms, vitalsView } from '@wardline/events'
import { useDeferredValue } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { usePending } from '../../sync/commands/use-pending.ts'
import { type LiveList, useView } from '../../sync/hooks/use-view.ts'
import type { PendingPrescription } from './list/medications-table.tsx'
import { useDraftedDrugs } from './prescribe/draft.ts'
import { type Drug, medicineOf } from './prescribe/prescription.ts'
import type { Weight } from './prescribe/sig-preview.tsx'

export const useMedicationsQuery = (patientId: PatientId) => useTRPC().medications.list.queryOptions({ patientId })

/** The patient's medications as confirmed by the server. Badge, table and duplicate check read the same rows (SHL-7). */
export function useMedicationRows(patientId: PatientId): LiveList<MedicationRow> {
  return useView(medicationsView, { room: rooms.patient(patientId) }, useMedicationsQuery(patientId))
}

/** Prescriptions signed here and not confirmed: displayed from the running command (RT9). */
export function usePendingPrescriptions(patientId: PatientId): readonly PendingPrescription[] {
  const trpc = useTRPC()
  const drugs = useDraftedDrugs()
  const pending = usePending(trpc.medications.prescribe, (input) => input.patientId === patientId)
  return pending.map(({ input, commandId, state }) => {
    const drug = drugs[input.drugId] ?? { code: '', generic: input.drugId, form: '' }
    return {
      pending: state,
      id: commandId,
      generic: drug.generic,
      priority: input.priority,
      section: input.asNeededReason === null ? 'scheduled' : 'asNeeded',
      medicine: medicineOf(drug, input),
    }
  })
}

const PAGE_SIZE = 12

/** Returns the formulary entries that match the search text, best match first. */
export function useFormulary(searchText: string): { rows: readonly Drug[]; isSearching: boolean; hasFailed: boolean } {
  const trpc = useTRPC()
  const query = useDeferredValue(searchText.trim())
  const drugQuery = useQuery({
    ...trpc.medications.drugs.queryOptions({ query, limit: PAGE_SIZE }),
    enabled: query !== '',
    // The formulary changes only with a release of the hospital's lists.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  return {
    rows: query === '' ? [] : (drugQuery.data?.rows ?? []),
    isSearching: drugQuery.isFetching || query !== searchText.trim(),
    hasFailed: drugQuery.isError,
  }
}

const BODY_WEIGHT_LOINC = '29463-7'

/** Returns the latest body weight, for doses per kilogram; null when none is recorded in kilograms. */
export function useWeight(patientId: PatientId): Weight | null {
  const trpc = useTRPC()
  const { rows } = useView(vitalsView, { room: rooms.patient(patientId) }, trpc.vitals.list.queryOptions({ patientId }))
  const row = rows.find(({ code, number, unit }) => code === BODY_WEIGHT_LOINC && number !== null && unit === 'kg')
  return row && row.number !== null ? { kilograms: row.number, at: row.effectiveAt } : null
}
