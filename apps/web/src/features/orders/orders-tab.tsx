import Box from '@mui/material/Box'
import type { OrderRow } from '@wardline/events'
import { useState } from 'react'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { OrderEntry } from './compose/order-entry.tsx'
import { type OrderSelection, OrderStatusActions } from './list/order-status-actions.tsx'
import { OrdersList } from './list/orders-list.tsx'
import { ContextStrip } from './sign/context-strip.tsx'
import { useOrderRows } from './use-orders.ts'

/** The orders of the patient, with order entry for physicians. */
export function OrdersTab({ patientId }: TabPageProps) {
  const { role } = useUser()
  const canOrder = role === 'physician'
  const list = useOrderRows(patientId)
  const namedPatient = usePatientIdentity(patientId)
  const [selection, setSelection] = useState<OrderSelection | null>(null)
  const openMenu = (row: OrderRow, anchor: Element) => setSelection({ orderId: row.id, action: 'menu', anchor })

  const openRevoke = (row: OrderRow, anchor: Element) => setSelection({ orderId: row.id, action: 'revoke', anchor })

  return (
    <Box
      sx={{
        blockSize: '100%',
        minHeight: 0,
        display: 'grid',
        gap: 3,
        padding: 3,
        gridTemplateColumns: canOrder ? 'minmax(0, 1fr) 392px' : 'minmax(0, 1fr)',
        gridTemplateRows: canOrder ? 'auto minmax(0, 1fr)' : 'minmax(0, 1fr)',
      }}
    >
      {canOrder && <ContextStrip patientId={patientId} />}
      <OrdersList patientId={patientId} list={list} onMenu={canOrder && namedPatient ? openMenu : null} />
      {canOrder && <OrderEntry key={patientId} patientId={patientId} orders={list} onRevoke={openRevoke} />}
      {selection && namedPatient && (
        <OrderStatusActions
          key={selection.orderId}
          selection={selection}
          rows={list.rows}
          patientId={patientId}
          patient={namedPatient.identity}
          place={namedPatient.place}
          onChoose={setSelection}
        />
      )}
    </Box>
  )
}
