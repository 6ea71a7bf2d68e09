// Many clients in one process. Their frames are counted undecoded, so that they cost less than the server.
import { randomUUID } from 'node:crypto'
import { answers, now } from '../setup/child.ts'
import { type Frame, FrameReader, isInOrder } from './frame-reader.ts'
import { WebSocketTransport } from './websocket-transport.ts'

export interface PoolOptions {
  /** The kind of server; updates are counted inside Socket.IO's event frames for both. */
  readonly kind: 'ws' | 'io'
  readonly url: string
  readonly clients: number
  readonly token?: string | undefined
  /** One per client in turn, instead of one for all. */
  readonly tokens?: readonly string[]
  /** The rooms of each client in turn, for servers that accept Wardline's `subscription`. */
  readonly rooms?: readonly (readonly string[])[]
  /** The position in each room; absent: the head. */
  readonly after?: Readonly<Record<string, { readonly epoch: string; readonly seq: number }>>
  /** Concurrent handshakes. */
  readonly atOnce?: number
}

export interface Arrival {
  /** When the last client had its updates, on the clock that `now` reads. */
  readonly lastAt: number
  /** Milliseconds since the commit of the last update, which the server notes in whole milliseconds. */
  readonly sinceCommitMs: number
}

/** The clients that have received the event of one command. */
export interface CommandArrival {
  readonly members: number
  /** On the clock that `now` reads. */
  readonly lastAt: number
}

interface Client {
  readonly transport: WebSocketTransport
  /** Updates and frames since the pool was armed. */
  updates: number
  frames: Frame[]
  /** Updates in the acknowledgement of its subscription. */
  missed: number
  /** Rooms that were resynchronised. */
  resyncs: number
}

/** Concurrent handshakes; some systems refuse more than their listen backlog. */
const AT_ONCE = 100

const reader = new FrameReader()
let clients: Client[] = []
let arrival: Promise<Arrival> | null = null
let armed: { frames: number; left: number; done(arrival: Arrival): void } | null = null
const commands = new Map<string, CommandArrival>()
let recordsCommands = false

/** NaN for a server that does not send its commit time. */
function sinceCommit({ text }: Frame): number {
  const [, committed] = /"committed":(\d+)/.exec(text) ?? []
  return performance.timeOrigin + performance.now() - Number(committed)
}

function receive(client: Client, frame: Frame): void {
  if (recordsCommands)
    for (const [, commandId = ''] of frame.text.matchAll(/"command_id":"([^"]+)"/g))
      commands.set(commandId, { members: (commands.get(commandId)?.members ?? 0) + 1, lastAt: now() })
  const before = client.updates
  client.updates += frame.updates
  client.frames.push(frame)
  if (!armed || before >= armed.frames || client.updates < armed.frames) return
  armed.left -= 1
  if (armed.left > 0) return
  armed.done({ lastAt: now(), sinceCommitMs: sinceCommit(frame) })
  armed = null
}

const countOf = (text: string, part: string) => text.split(part).length - 1

async function subscribe(client: Client, { rooms, after }: PoolOptions, index: number): Promise<void> {
  const own = rooms?.[index % rooms.length]
  if (!own) return
  const request = { subscription_id: randomUUID(), rooms: own, ...(after ? { after } : {}) }
  const acknowledgement = (await client.transport.request('subscription', request)) as string
  if (acknowledgement.includes('"refused"')) throw new Error(acknowledgement)
  client.missed = countOf(acknowledgement, '"event_id":')
  client.resyncs = countOf(acknowledgement, '"resync":')
}

function open(options: PoolOptions, index: number): Promise<Client> {
  const { kind, url } = options
  return new Promise((resolve, reject) => {
    const transport = new WebSocketTransport({
      kind,
      url,
      token: options.tokens?.[index % options.tokens.length] ?? options.token,
      onFrame(raw) {
        const frame = reader.read(raw)
        if (frame) receive(client, frame)
        return frame !== null
      },
      readAcknowledgement: (text) => text,
    })
    const client: Client = { transport, updates: 0, frames: [], missed: 0, resyncs: 0 }
    transport.open('', {
      onOpen: () => subscribe(client, options, index).then(() => resolve(client), reject),
      onClose: () => reject(new Error(transport.refusal ?? 'The connection closed.')),
      onMessage: () => undefined,
    })
  })
}

answers({
  async open(options: PoolOptions) {
    const atOnce = options.atOnce ?? AT_ONCE
    const since = now()
    for (let from = 0; from < options.clients; from += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, options.clients - from) }, (_, offset) => open(options, from + offset))
      clients.push(...(await Promise.all(batch)))
    }
    return now() - since
  },
  /** Starts to wait until every client has `frames` more updates; called before they are sent. */
  arm({ frames }: { frames: number }) {
    for (const client of clients) {
      client.updates = 0
      client.frames = []
    }
    arrival = new Promise((done) => {
      armed = { frames, left: clients.length, done }
    })
  },
  arrival: () => arrival,
  missed: () => clients.reduce((sum, { missed }) => sum + missed, 0),
  /** How many clients have to read a room again. */
  resynced: () => clients.filter(({ resyncs }) => resyncs > 0).length,
  /** How many clients did not receive exactly these events in order since the pool was armed. */
  disordered({ room, events }: { room: string; events: number }) {
    const known = new Map<string, boolean>()
    const received = ({ frames }: Client) => {
      const key = frames.map(({ text }) => text).join()
      if (!known.has(key)) known.set(key, isInOrder(frames, room, events))
      return known.get(key)
    }
    return clients.filter((client) => !received(client)).length
  },
  /** Clients stay connected and stop reading. */
  pause() {
    for (const { transport } of clients) transport.pause()
  },
  watchCommands() {
    recordsCommands = true
    commands.clear()
  },
  commands: () => [...commands],
  async close() {
    const leaving = clients
    clients = []
    await Promise.all(leaving.map(({ transport }) => transport.closed()))
  },
})
