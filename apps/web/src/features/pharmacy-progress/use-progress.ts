import { type MedicationRow, medicationsView, type PatientId, rooms } from '@wardline/events'
import type { Count } from '../../lib/define-tab.ts'
import { useTexts } from '../../lib/texts.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { type LiveList, useView } from '../../workflow/use-view.ts'
import { isUnderWay } from './milestones.ts'
import { texts } from './texts.ts'

/** The patient's prescriptions; the tab and its badge read the same rows (SHL-7). */
export function useProgress(patientId: PatientId): LiveList<MedicationRow> {
  const trpc = useTRPC()
  return useView(medicationsView, { room: rooms.patient(patientId) }, trpc.medications.list.queryOptions({ patientId }))
}

/** How many the pharmacy has in hand. */
export function useProgressCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(texts)
  const count = useProgress(patientId).rows.filter(isUnderWay).length
  return [{ value: count, label: t('underWay', { count }) }]
}
