import { type OrderRow, type PatientId, rooms } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { AmendOrder } from '../amend/amend-order.tsx'
import { RenewOrder } from '../amend/renew-order.tsx'
import { RevokeOrder } from '../amend/revoke-order.tsx'
import { OrderMenu } from './order-menu.tsx'

export interface OrderSelection {
  readonly orderId: string
  readonly action: 'menu' | 'amend' | 'renew' | 'revoke'
  readonly anchor: Element
}

export interface OrderStatusActionsProps {
  readonly selection: OrderSelection
  readonly rows: readonly OrderRow[]
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly onChoose: (selection: OrderSelection | null) => void
}

/** Menu and sheets of one order, bound to its live row. */
export function OrderStatusActions({ selection, rows, patientId, patient, place, onChoose }: OrderStatusActionsProps) {
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const [initialRow] = useState(() => rows.find(({ id }) => id === selection.orderId))
  const row = rows.find(({ id }) => id === selection.orderId) ?? initialRow
  const commandOptions = { patient, describe: () => row?.display ?? '' }
  const amend = useCommand(trpc.orders.amend, commandOptions)
  const revoke = useLegalAct(trpc.orders.revoke, rooms.patient(patientId), commandOptions)
  if (!row) return null

  const close = () => onChoose(null)
  const isDone = ({ outcome }: { readonly outcome: string }) => outcome === 'applied' || outcome === 'notSent'
  const order = { patientId, orderId: row.id }

  if (selection.action === 'menu')
    return <OrderMenu row={row} anchor={selection.anchor} onChoose={(action) => onChoose({ ...selection, action })} onClose={close} />
  if (selection.action === 'amend')
    return (
      <AmendOrder
        row={row}
        patient={patient}
        place={place}
        busy={amend.busy}
        error={amend.problem && describeProblem(amend.problem)}
        onSave={(details, versionId) => void amend.run({ ...order, ...details, versionId }).then((outcome) => isDone(outcome) && close())}
        onResolved={amend.clear}
        onClose={close}
      />
    )
  if (selection.action === 'renew')
    return (
      <RenewOrder
        row={row}
        patient={patient}
        place={place}
        busy={amend.busy}
        error={amend.problem && describeProblem(amend.problem)}
        onRenew={(limitHours) => {
          const { versionId, priority, indication, note } = row
          void amend.run({ ...order, versionId, priority, indication, note, limitHours }).then((outcome) => isDone(outcome) && close())
        }}
        onClose={close}
      />
    )
  return (
    <RevokeOrder
      row={row}
      patient={patient}
      place={place}
      busy={revoke.busy}
      error={revoke.problem && describeProblem(revoke.problem)}
      onRevoke={(reason, explanation) =>
        void revoke.run({ ...order, versionId: row.versionId, reason, explanation }).then((outcome) => isDone(outcome) && close())
      }
      onClose={close}
    />
  )
}
