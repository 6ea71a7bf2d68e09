import { type MedicationRow, medicationsView, type PatientId, rooms } from '@wardline/events'
import { countByCategory } from '@wardline/ui'
import { useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import type { Count } from '../../navigation/define-tab.ts'
import { useDerivedView } from '../../sync/hooks/use-derived-view.ts'
import { type LiveList, useView } from '../../sync/hooks/use-view.ts'
import { isUnfinished } from './milestones.ts'
import { texts } from './texts.ts'

const useProgressQuery = (patientId: PatientId) => useTRPC().medications.list.queryOptions({ patientId })

/** The patient's prescriptions; the tab and its badge use the same rows (SHL-7). */
export function useProgress(patientId: PatientId): LiveList<MedicationRow> {
  return useView(medicationsView, { room: rooms.patient(patientId) }, useProgressQuery(patientId))
}

const countUnfinished = () => countByCategory<MedicationRow, 'unfinished'>(['unfinished'])
const unfinishedCounter = (row: MedicationRow) => (isUnfinished(row) ? (['unfinished'] as const) : [])

/** Returns the count of prescriptions in progress. */
export function useProgressCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(texts)
  const { unfinished: count } = useDerivedView(
    medicationsView,
    { room: rooms.patient(patientId) },
    useProgressQuery(patientId),
    countUnfinished,
    unfinishedCounter,
  )
  return [{ value: count, label: t('underWay', { count }) }]
}
