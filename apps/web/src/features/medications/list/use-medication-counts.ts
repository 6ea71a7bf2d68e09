import { medicationsView, type PatientId, rooms } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { Count } from '../../../navigation/define-tab.ts'
import { useDerivedView } from '../../../sync/hooks/use-derived-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { useHasUnsigned } from '../prescribe/draft.ts'
import { texts } from '../texts.ts'
import { useMedicationsQuery } from '../use-medications.ts'
import { activeMedicationCounter, countsAsActive } from './sections.ts'

/** Returns the counts for the tab: active medications, from the same rows as the list (SHL-7), and an unsigned prescription (ORD-3). */
export function useMedicationCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(texts)
  const { userId } = useUser()
  const unsigned = useHasUnsigned(userId, patientId)
  const { active } = useDerivedView(
    medicationsView,
    { room: rooms.patient(patientId) },
    useMedicationsQuery(patientId),
    activeMedicationCounter,
    countsAsActive,
  )
  return [
    ...(unsigned ? [{ value: 1, label: t('unsigned', { count: 1 }), tone: 'warn' as const }] : []),
    { value: active, label: t('active', { count: active }) },
  ]
}
