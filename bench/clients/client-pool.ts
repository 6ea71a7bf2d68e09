// Many clients in one process. They speak Socket.IO's frames over bare WebSockets: the full client library
// would cost more than the server that is measured, and both sides of a comparison get the same clients.
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { answers, now } from '../setup/child.ts'
import { type Frame, Frames, inOrder } from './updates.ts'

export interface OpenSwarm {
  /** How a connection begins; both count the updates inside Socket.IO's event frames. */
  readonly kind: 'ws' | 'io'
  readonly url: string
  readonly clients: number
  readonly token?: string
  /** Of as many sign-ins, for one client after the other, instead of one for all. */
  readonly tokens?: readonly string[]
  /** Rooms of each client, for servers that take Wardline's `subscription`. */
  readonly rooms?: readonly (readonly string[])[]
  /** Where each client stands in its rooms; without it a client begins at their heads. */
  readonly after?: Readonly<Record<string, { readonly epoch: string; readonly seq: number }>>
  /** Handshakes that run at once. */
  readonly atOnce?: number
}

export interface Arrived {
  /** Of the clock that `now` reads: when the last of them had what it waited for. */
  readonly lastAt: number
  /** Since what came last was committed; on the wall's clock, which the server notes in whole milliseconds. */
  readonly sinceCommitMs: number
}

/** Who has the event of a command so far. */
export interface Told {
  readonly members: number
  /** Of the clock that `now` reads. */
  readonly lastAt: number
}

/** Engine.IO and Socket.IO packet types, joined as they appear on the wire. */
const frames = { open: '0', ping: '2', pong: '3', connect: '40', ack: '43', refused: '44' } as const

interface Client {
  readonly socket: WebSocket
  got: number
  /** Since it was last armed. */
  told: Frame[]
  /** Updates that the answer to its subscription brought. */
  missed: number
  /** Rooms of which it was told to read everything anew. */
  resyncs: number
  inRooms(): void
}

/** How many opening handshakes run at once; more than the listen backlog would be refused on some systems. */
const AT_ONCE = 100

const reader = new Frames()
let clients: Client[] = []
let arrival: Promise<Arrived> | null = null
let waiting: { frames: number; left: number; done(arrived: Arrived): void } | null = null
const commands = new Map<string, Told>()
let watchesCommands = false

/** No number where a server does not say when it was. */
function sinceCommit({ text }: Frame): number {
  const [, committed] = /"committed":(\d+)/.exec(text) ?? []
  return performance.timeOrigin + performance.now() - Number(committed)
}

function arrived(client: Client, frame: Frame) {
  if (watchesCommands)
    for (const [, commandId = ''] of frame.text.matchAll(/"command_id":"([^"]+)"/g))
      commands.set(commandId, { members: (commands.get(commandId)?.members ?? 0) + 1, lastAt: now() })
  const before = client.got
  client.got += frame.updates
  client.told.push(frame)
  if (!waiting || before >= waiting.frames || client.got < waiting.frames) return
  waiting.left -= 1
  if (waiting.left > 0) return
  waiting.done({ lastAt: now(), sinceCommitMs: sinceCommit(frame) })
  waiting = null
}

function subscribe(client: Client, { rooms, after }: OpenSwarm, index: number): void {
  const mine = rooms?.[index % rooms.length]
  const question = { subscription_id: randomUUID(), rooms: mine, ...(after ? { after } : {}) }
  if (mine) client.socket.send(`420${JSON.stringify(['subscription', question])}`)
  else client.inRooms()
}

function open(how: OpenSwarm, index: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    const address = how.url.replace('http', 'ws') + (how.kind === 'io' ? '/socket.io/?EIO=4&transport=websocket' : '')
    const socket = new WebSocket(address, { perMessageDeflate: false })
    const client: Client = { socket, got: 0, told: [], missed: 0, resyncs: 0, inRooms: () => resolve(client) }
    socket.on('error', reject)
    if (how.kind === 'ws') socket.on('open', client.inRooms)
    socket.on('message', (raw: Buffer) => {
      const frame = reader.read(raw)
      if (frame) return arrived(client, frame)
      const text = raw.toString()
      if (text === frames.ping) return socket.send(frames.pong)
      const token = how.tokens?.[index % how.tokens.length] ?? how.token
      if (text.startsWith(frames.open)) return socket.send(frames.connect + JSON.stringify(token ? { token } : {}))
      if (text.startsWith(frames.connect)) return subscribe(client, how, index)
      if (text.startsWith(frames.refused) || text.includes('"refused"')) return reject(new Error(text))
      if (!text.startsWith(frames.ack)) return
      client.missed = text.split('"event_id":').length - 1
      client.resyncs = text.split('"resync":').length - 1
      client.inRooms()
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
  /** From now on every client waits for `frames` more; asked before they are sent. */
  arm({ frames: count }: { frames: number }) {
    for (const client of clients) {
      client.got = 0
      client.told = []
    }
    arrival = new Promise((done) => {
      waiting = { frames: count, left: clients.length, done }
    })
  },
  arrival: () => arrival,
  missed: () => clients.reduce((sum, { missed }) => sum + missed, 0),
  /** How many have to read a room anew. */
  resynced: () => clients.filter(({ resyncs }) => resyncs > 0).length,
  /** How many were not told so many different events in order since they were armed. */
  disordered({ room, events }: { room: string; events: number }) {
    const known = new Map<string, boolean>()
    const isInOrder = ({ told }: Client) => {
      const key = told.map(({ text }) => text).join()
      if (!known.has(key)) known.set(key, inOrder(told, room, events))
      return known.get(key)
    }
    return clients.filter((client) => !isInOrder(client)).length
  },
  /** They stay connected and read nothing any more. */
  pause() {
    for (const { socket } of clients) socket.pause()
  },
  watchCommands() {
    watchesCommands = true
    commands.clear()
  },
  /** Who has each command's event so far. */
  commands: () => [...commands],
  async close() {
    const leaving = clients
    clients = []
    await Promise.all(leaving.map(({ socket }) => new Promise((gone) => socket.once('close', gone).close())))
  },
})
