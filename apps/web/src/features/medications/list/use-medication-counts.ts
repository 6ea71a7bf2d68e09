import { medicationsView, type PatientId, rooms } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { Count } from '../../../navigation/define-tab.ts'
import { useDerivedView } from '../../../sync/hooks/use-derived-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { useUnsigned } from '../prescribe/draft.ts'
import { texts } from '../texts.ts'
import { useMedicationsQuery } from '../use-medications.ts'
import { activeAs, activeMedicines } from './sections.ts'

/** Active medicines, from the rows the list is drawn from (SHL-7), and a prescription that waits unsigned (ORD-3). */
export function useMedicationCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(texts)
  const { userId } = useUser()
  const unsigned = useUnsigned(userId, patientId)
  const { active } = useDerivedView(
    medicationsView,
    { room: rooms.patient(patientId) },
    useMedicationsQuery(patientId),
    activeMedicines,
    activeAs,
  )
  return [
    ...(unsigned ? [{ value: 1, label: t('unsigned', { count: 1 }), tone: 'warn' as const }] : []),
    { value: active, label: t('active', { count: active }) },
  ]
}
