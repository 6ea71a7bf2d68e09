import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type MedicationRow, medicationsView, type PatientId, rooms, vitalsView } from '@wardline/events'
import { useDeferredValue } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { usePending } from '../../sync/commands/use-pending.ts'
import { type LiveList, useView } from '../../sync/hooks/use-view.ts'
import type { PendingPrescription } from './list/medications-table.tsx'
import { useDrugs } from './prescribe/draft.ts'
import { type Drug, medicineOf } from './prescribe/prescription.ts'
import type { Weight } from './prescribe/sig-preview.tsx'

export const useMedicationsQuery = (patientId: PatientId) => useTRPC().medications.list.queryOptions({ patientId })

/** The patient's medicines as the server said them. Badge, table and duplicate guard read the same rows (SHL-7). */
export function useMedicationRows(patientId: PatientId): LiveList<MedicationRow> {
  return useView(medicationsView, { room: rooms.patient(patientId) }, useMedicationsQuery(patientId))
}

/** Prescriptions that were signed here and are not confirmed: drawn from the running command (RT9). */
export function usePendingPrescriptions(patientId: PatientId): readonly PendingPrescription[] {
  const trpc = useTRPC()
  const drugs = useDrugs()
  const pending = usePending(trpc.medications.prescribe, (asked) => asked.patientId === patientId)
  return pending.map(({ asked, commandId, state }) => {
    const drug = drugs[asked.drugId] ?? { code: '', generic: asked.drugId, form: '' }
    return {
      pending: state,
      id: commandId,
      generic: drug.generic,
      priority: asked.priority,
      section: asked.asNeededReason === null ? 'scheduled' : 'asNeeded',
      medicine: medicineOf(drug, asked),
    }
  })
}

const SHOWN = 12

/** What the formulary has for the letters typed so far, best first. */
export function useFormulary(typed: string): { rows: readonly Drug[]; searching: boolean; failed: boolean } {
  const trpc = useTRPC()
  const query = useDeferredValue(typed.trim())
  const found = useQuery({
    ...trpc.medications.drugs.queryOptions({ query, limit: SHOWN }),
    enabled: query !== '',
    // The formulary changes with the release of the hospital's lists, not during a session.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  return {
    rows: query === '' ? [] : (found.data?.rows ?? []),
    searching: found.isFetching || query !== typed.trim(),
    failed: found.isError,
  }
}

const bodyWeight = '29463-7'

/** The newest body weight, for doses per kilogram; null when none is recorded in kilograms. */
export function useWeight(patientId: PatientId): Weight | null {
  const trpc = useTRPC()
  const { rows } = useView(vitalsView, { room: rooms.patient(patientId) }, trpc.vitals.list.queryOptions({ patientId }))
  const row = rows.find(({ code, number, unit }) => code === bodyWeight && number !== null && unit === 'kg')
  return row && row.number !== null ? { kilograms: row.number, at: row.effectiveAt } : null
}
