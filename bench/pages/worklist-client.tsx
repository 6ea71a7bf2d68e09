import { io } from 'socket.io-client'

/** The fields of a prescription that the product's queue shows. */
export interface Item {
  readonly id: string
  readonly priority: string
  readonly authoredAt: string
  readonly generic: string
  readonly patient: { readonly name: string; readonly mrn: string }
  readonly claimedBy: string | null
}

export const readRows = async (): Promise<readonly Item[]> => (await fetch('/rows')).json()

/** Subscribes to changes of the list and marks the page as live. */
export function subscribe(onChange: (item: Item) => void): void {
  const socket = io({ transports: ['websocket'] })
  socket.on('update', onChange)
  socket.on('connect', async () => {
    await socket.emitWithAck('subscription', { rooms: ['worklist'] })
    document.body.dataset.connection = 'live'
  })
}

/** The cells of a row in both baseline pages. */
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
