import { ordersView, type PatientId, rooms } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { Count } from '../../../navigation/define-tab.ts'
import { useDerivedView } from '../../../sync/hooks/use-derived-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { useUnsignedCount } from '../compose/draft.ts'
import { texts } from '../texts.ts'
import { useOrdersQuery } from '../use-orders.ts'
import { countsAsOpen, openOrderCounter } from './order-status.ts'

/** Returns the counts for the tab: open orders, from the same rows as the list (SHL-7), and unsigned orders (ORD-3). */
export function useOrderCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(texts)
  const { userId } = useUser()
  const unsigned = useUnsignedCount(userId, patientId)
  const { open } = useDerivedView(ordersView, { room: rooms.patient(patientId) }, useOrdersQuery(patientId), openOrderCounter, countsAsOpen)
  return [
    ...(unsigned > 0 ? [{ value: unsigned, label: t('unsigned', { count: unsigned }), tone: 'warn' as const }] : []),
    { value: open, label: t('open', { count: open }) },
  ]
}
