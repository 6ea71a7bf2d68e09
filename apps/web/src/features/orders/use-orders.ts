import { type OrderRow, ordersView, type PatientId, rooms } from '@wardline/events'
import { useTRPC } from '../../api/trpc.ts'
import { usePending } from '../../sync/commands/use-pending.ts'
import { type LiveList, useView } from '../../sync/hooks/use-view.ts'
import { useDraftedOrderables } from './compose/draft.ts'
import type { PendingOrder } from './list/orders-table.tsx'

export const useOrdersQuery = (patientId: PatientId) => useTRPC().orders.list.queryOptions({ patientId })

/** The patient's orders as confirmed by the server. Badge, table and duplicate check read the same rows (SHL-7). */
export function useOrderRows(patientId: PatientId): LiveList<OrderRow> {
  return useView(ordersView, { room: rooms.patient(patientId) }, useOrdersQuery(patientId))
}

/** Orders signed here and not confirmed: displayed from the running command, never stored (RT9). */
export function usePendingOrders(patientId: PatientId): readonly PendingOrder[] {
  const trpc = useTRPC()
  const orderables = useDraftedOrderables()
  const pending = usePending(trpc.orders.place, (input) => input.patientId === patientId)
  return pending.flatMap(({ input, commandId, state }) =>
    input.items.map(({ orderableId, priority, indication, note }) => ({
      pending: state,
      id: `${commandId} ${orderableId}`,
      display: orderables[orderableId]?.display ?? orderableId,
      priority,
      indication,
      note,
    })),
  )
}
