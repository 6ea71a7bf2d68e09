// Many clients in one process. They speak Socket.IO's frames over bare WebSockets: the full client library
// would cost more than the server that is measured, and both sides of a comparison get the same clients.
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { answers, now } from './child.ts'

export interface OpenSwarm {
  /** How a connection begins; both count the updates inside Socket.IO's event frames. */
  readonly kind: 'ws' | 'io'
  readonly url: string
  readonly clients: number
  readonly token?: string
  /** Rooms of each client, for servers that take Wardline's `subscription`. */
  readonly rooms?: readonly (readonly string[])[]
  /** Where each client stands in its rooms; without it a client begins at their heads. */
  readonly after?: Readonly<Record<string, { readonly epoch: string; readonly seq: number }>>
  /** Handshakes that run at once. */
  readonly atOnce?: number
}

export interface Arrived {
  /** Of the clock that `now` reads. */
  readonly lastAt: number
  /** When each client had what it waited for. */
  readonly at: readonly number[]
}

/** Engine.IO and Socket.IO packet types, joined as they appear on the wire. */
const frames = { open: '0', ping: '2', pong: '3', connect: '40', event: '42', ack: '43' } as const

interface Client {
  readonly socket: WebSocket
  got: number
  /** Acknowledgement of the subscription. */
  subscribed(): void
}

/** How many opening handshakes run at once; more than the listen backlog would be refused on some systems. */
const AT_ONCE = 100

let clients: Client[] = []
let arrival: Promise<Arrived> | null = null
let waiting: { frames: number; left: number; at: number[]; done(arrived: Arrived): void } | null = null

function arrived(client: Client, count: number) {
  const before = client.got
  client.got += count
  if (!waiting || before >= waiting.frames || client.got < waiting.frames) return
  const at = now()
  waiting.at.push(at)
  if (--waiting.left === 0) {
    waiting.done({ lastAt: at, at: waiting.at })
    waiting = null
  }
}

/** Updates in an event frame: one for `update`, several for `updates`, none for a tick. Counted without parsing the payloads. */
function updatesIn(text: string): number {
  if (text.startsWith('42["update",')) return 1
  return text.startsWith('42["updates",') ? text.split('"event_id":').length - 1 : 0
}

function open(how: OpenSwarm, index: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    const address =
      how.kind === 'io' ? `${how.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket` : how.url.replace('http', 'ws')
    const socket = new WebSocket(address, { perMessageDeflate: false })
    const client: Client = { socket, got: 0, subscribed: () => resolve(client) }
    socket.on('error', reject)
    if (how.kind === 'ws') {
      socket.on('open', () => resolve(client))
      socket.on('message', (raw) => arrived(client, updatesIn(String(raw))))
      return
    }
    socket.on('message', (raw) => {
      const text = String(raw)
      if (text.startsWith(frames.event)) return arrived(client, updatesIn(text))
      if (text === frames.ping) return socket.send(frames.pong)
      if (text.startsWith(frames.ack)) return text.includes('"refused"') ? reject(new Error(text)) : client.subscribed()
      if (text.startsWith('44')) return reject(new Error(text))
      if (text.startsWith(frames.open)) return socket.send(frames.connect + JSON.stringify(how.token ? { token: how.token } : {}))
      if (!text.startsWith(frames.connect)) return
      const rooms = how.rooms?.[index % how.rooms.length]
      if (!rooms) return resolve(client)
      socket.send(
        `420${JSON.stringify(['subscription', { subscription_id: randomUUID(), rooms, ...(how.after ? { after: how.after } : {}) }])}`,
      )
    })
  })
}

answers({
  async open(how: OpenSwarm) {
    const atOnce = how.atOnce ?? AT_ONCE
    const since = now()
    for (let from = 0; from < how.clients; from += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, how.clients - from) }, (_, offset) => open(how, from + offset))
      clients.push(...(await Promise.all(batch)))
    }
    return now() - since
  },
  /** From now on every one of `clients` waits for `frames` more; asked before they are sent. */
  arm({ frames: count, clients: among }: { frames: number; clients?: number }) {
    for (const client of clients) client.got = 0
    arrival = new Promise((done) => {
      waiting = { frames: count, left: among ?? clients.length, at: [], done }
    })
  },
  arrival: () => arrival,
  received: () => clients.reduce((sum, { got }) => sum + got, 0),
  async close() {
    const leaving = clients
    clients = []
    await Promise.all(leaving.map(({ socket }) => new Promise((gone) => socket.once('close', gone).close())))
  },
})
