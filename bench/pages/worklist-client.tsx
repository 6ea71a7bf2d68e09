import { io } from 'socket.io-client'

/** As much of a prescription as the product's queue shows. */
export interface Item {
  readonly id: string
  readonly priority: string
  readonly authoredAt: string
  readonly generic: string
  readonly patient: { readonly name: string; readonly mrn: string }
  readonly claimedBy: string | null
}

export const readRows = async (): Promise<readonly Item[]> => (await fetch('/rows')).json()

/** Everything that changes in the list; `live` once the server sends it. */
export function follow(changed: (item: Item) => void): void {
  const socket = io({ transports: ['websocket'] })
  socket.on('update', changed)
  socket.on('connect', async () => {
    await socket.emitWithAck('subscription', { rooms: ['worklist'] })
    document.body.dataset.connection = 'live'
  })
}

/** One row, as both bare pages draw it. */
export const Cells = ({ item }: { item: Item }) => (
  <>
    <td>{item.priority}</td>
    <td>{item.authoredAt}</td>
    <td>
      {item.patient.name} {item.patient.mrn}
    </td>
    <td>{item.generic}</td>
    <td>{item.claimedBy}</td>
  </>
)
