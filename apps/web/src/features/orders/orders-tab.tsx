import Box from '@mui/material/Box'
import type { OrderRow } from '@wardline/events'
import { useState } from 'react'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { OrderEntry } from './compose/order-entry.tsx'
import { type Chosen, OrderStatusActions } from './list/order-status-actions.tsx'
import { OrdersList } from './list/orders-list.tsx'
import { ContextStrip } from './sign/context-strip.tsx'
import { useOrderRows } from './use-orders.ts'

/** The orders of the patient, and beside them the basket of whoever may order. */
export function OrdersTab({ patientId }: TabPageProps) {
  const { role } = useUser()
  const mayOrder = role === 'physician'
  const list = useOrderRows(patientId)
  const who = usePatientIdentity(patientId)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const openMenu = (row: OrderRow, anchor: Element) => setChosen({ orderId: row.id, what: 'menu', anchor })

  const openRevoke = (row: OrderRow, anchor: Element) => setChosen({ orderId: row.id, what: 'revoke', anchor })

  return (
    <Box
      sx={{
        blockSize: '100%',
        minHeight: 0,
        display: 'grid',
        gap: 3,
        padding: 3,
        gridTemplateColumns: mayOrder ? 'minmax(0, 1fr) 392px' : 'minmax(0, 1fr)',
        gridTemplateRows: mayOrder ? 'auto minmax(0, 1fr)' : 'minmax(0, 1fr)',
      }}
    >
      {mayOrder && <ContextStrip patientId={patientId} />}
      <OrdersList patientId={patientId} list={list} onMenu={mayOrder && who ? openMenu : null} />
      {mayOrder && <OrderEntry key={patientId} patientId={patientId} orders={list} onRevoke={openRevoke} />}
      {chosen && who && (
        <OrderStatusActions
          key={chosen.orderId}
          chosen={chosen}
          rows={list.rows}
          patientId={patientId}
          patient={who.identity}
          place={who.place}
          onChoose={setChosen}
        />
      )}
    </Box>
  )
}
