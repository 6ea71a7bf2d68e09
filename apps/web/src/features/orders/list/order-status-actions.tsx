import { type OrderRow, type PatientId, rooms } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'
import { useState } from 'react'
import { useProblemWords } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { AmendOrder } from '../amend/amend-order.tsx'
import { RenewOrder } from '../amend/renew-order.tsx'
import { RevokeOrder } from '../amend/revoke-order.tsx'
import { OrderMenu } from './order-menu.tsx'

export interface Chosen {
  readonly orderId: string
  readonly what: 'menu' | 'amend' | 'renew' | 'revoke'
  readonly anchor: Element
}

export interface OrderStatusActionsProps {
  readonly chosen: Chosen
  readonly rows: readonly OrderRow[]
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly onChoose: (chosen: Chosen | null) => void
}

/** Menu and sheets of one standing order, always about the row as the stream has it now. */
export function OrderStatusActions({ chosen, rows, patientId, patient, place, onChoose }: OrderStatusActionsProps) {
  const trpc = useTRPC()
  const words = useProblemWords()
  const [opened] = useState(() => rows.find(({ id }) => id === chosen.orderId))
  const row = rows.find(({ id }) => id === chosen.orderId) ?? opened
  const about = { patient, describe: () => row?.display ?? '' }
  const amend = useCommand(trpc.orders.amend, about)
  const revoke = useLegalAct(trpc.orders.revoke, rooms.patient(patientId), about)
  if (!row) return null

  const close = () => onChoose(null)
  const isDone = ({ outcome }: { readonly outcome: string }) => outcome === 'applied' || outcome === 'notSent'
  const order = { patientId, orderId: row.id }

  if (chosen.what === 'menu')
    return <OrderMenu row={row} anchor={chosen.anchor} onChoose={(what) => onChoose({ ...chosen, what })} onClose={close} />
  if (chosen.what === 'amend')
    return (
      <AmendOrder
        row={row}
        patient={patient}
        place={place}
        busy={amend.busy}
        error={amend.problem && words(amend.problem)}
        onSave={(details, versionId) => void amend.run({ ...order, ...details, versionId }).then((outcome) => isDone(outcome) && close())}
        onResolved={amend.clear}
        onClose={close}
      />
    )
  if (chosen.what === 'renew')
    return (
      <RenewOrder
        row={row}
        patient={patient}
        place={place}
        busy={amend.busy}
        error={amend.problem && words(amend.problem)}
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
      error={revoke.problem && words(revoke.problem)}
      onRevoke={(reason, explanation) =>
        void revoke.run({ ...order, versionId: row.versionId, reason, explanation }).then((outcome) => isDone(outcome) && close())
      }
      onClose={close}
    />
  )
}
