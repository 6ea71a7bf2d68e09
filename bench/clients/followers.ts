// Clients that follow one room while their connections are cut; each records the numbers it applied, in order.
import type { Room } from '@wardline/events'
import { SyncClient } from '@wardline/sync/client'
import { deliveriesOf, parseServerMessage, type ServerMessage, type UnknownMessage, type Update } from '@wardline/sync/protocol'
import WebSocket from 'ws'
import { type Protocol, protocols } from '../baselines/protocols.ts'
import { answers, now } from '../setup/child.ts'
import { WebSocketTransport } from './websocket-transport.ts'

export interface Follow {
  /** `positions`: the product's own client; the others are baselines. */
  readonly protocol: 'positions' | keyof typeof protocols
  readonly url: string
  readonly token?: string
  readonly room: string
  readonly clients: number
}

export interface Tally {
  readonly lost: number
  readonly repeated: number
  readonly disordered: number
  readonly resyncs: number
}

/** A change of networks takes about half a second. */
const OFFLINE_MS = 500
const offlineMs = () => OFFLINE_MS * (0.5 + Math.random())

/** What both kinds of followers record. */
abstract class Follower {
  /** Milliseconds from each reconnect until the missed events were there. */
  readonly catchUpMs: number[] = []
  readonly applied: number[] = []
  #waiting: (() => void)[] = []
  #isIn = false
  #reconnectedAt: number | null = null

  abstract readonly resyncs: number
  abstract start(): void
  abstract cut(): void

  get last(): number {
    return this.applied.at(-1) ?? 0
  }

  /** Resolves when it has caught up in the room. */
  inRoom(): Promise<void> {
    return this.#isIn ? Promise.resolve() : new Promise((done) => this.#waiting.push(done))
  }

  protected reconnecting(): void {
    this.#reconnectedAt = now()
  }
  protected left(): void {
    this.#isIn = false
  }
  protected entered(): void {
    if (this.#isIn) return
    if (this.#reconnectedAt !== null) this.catchUpMs.push(now() - this.#reconnectedAt)
    this.#isIn = true
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

/** Members of a room receive the same payload object (see `dataOf`), which is decoded once for all of them. */
function once<Key extends object, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    const value = known.get(key) ?? of(key)
    known.set(key, value)
    return value
  }
}
const parsers = new Map<string, (payload: object) => ServerMessage | UnknownMessage>()
const codec = {
  parse(name: string, payload: unknown) {
    const parse = parsers.get(name) ?? once((data: object) => parseServerMessage(name, data))
    parsers.set(name, parse)
    return parse(payload as object)
  },
  deliveriesOf: once((update: Update) => deliveriesOf(update)),
}

/** More than happens to a room during the longest interruption. */
const LOG_CAPACITY = 2_000

/** The product's client: subscribes from its position and applies what its room's log receives (RT6, RT7). */
class SyncFollower extends Follower {
  resyncs = 0
  readonly #client: SyncClient
  readonly #transport: WebSocketTransport
  readonly #room: Room

  constructor({ url, token, room }: Follow) {
    super()
    this.#room = room as Room
    this.#transport = new WebSocketTransport({ url, token })
    let attempts = 0
    this.#client = new SyncClient({
      transport: this.#transport,
      fetchTicket: async () => {
        attempts += 1
        if (attempts > 1) this.reconnecting()
        return { ticket: '', sessionEndsAt: null }
      },
      onSignedOut: () => undefined,
      delayMs: offlineMs,
      codec,
      logCapacity: LOG_CAPACITY,
      onAdvanced: (_, deliveries) => {
        for (const { seq } of deliveries) this.applied.push(seq)
        if (this.#client.rooms.isConfirmed(this.#room)) this.entered()
      },
      onResync: () => {
        this.resyncs += 1
        return false
      },
      onRefused: () => {
        throw new Error('The room was refused.')
      },
      onLeft: () => undefined,
    })
  }

  start(): void {
    this.#client.rooms.enter(this.#room, false)
    this.#client.start()
  }

  cut(): void {
    this.left()
    this.#transport.cut()
  }
}

/** A client of a baseline server. */
class BaselineFollower extends Follower {
  readonly #url: string
  readonly #protocol: Protocol
  #socket: WebSocket | null = null

  constructor({ url, room }: Follow, protocol: keyof typeof protocols) {
    super()
    this.#url = url
    this.#protocol = protocols[protocol]({ room, apply: (number) => this.applied.push(number) })
  }

  get resyncs(): number {
    return this.#protocol.resyncs
  }

  start(): void {
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
    const send = (text: string) => socket.send(text)
    this.#socket = socket
    // A refused connection closes too.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.left()
      setTimeout(() => {
        this.reconnecting()
        this.start()
      }, offlineMs())
    })
    socket.on('message', (raw) => {
      const text = String(raw)
      if (text === '2') send('3')
      else if (this.#protocol.take(text, send) === 'in') this.entered()
    })
  }

  cut(): void {
    this.left()
    this.#socket?.terminate()
  }
}

let followers: readonly Follower[] = []
const allIn = () => Promise.all(followers.map((follower) => follower.inRoom())).then(() => undefined)

answers({
  async follow(options: Follow) {
    const { protocol } = options
    followers = Array.from({ length: options.clients }, () =>
      protocol === 'positions' ? new SyncFollower(options) : new BaselineFollower(options, protocol),
    )
    for (const follower of followers) follower.start()
    await allIn()
  },
  /** Cuts these connections without a close frame. */
  cut({ clients }: { clients: readonly number[] }) {
    for (const client of clients) followers[client]?.cut()
  },
  allIn,
  /** How many have not applied this number yet. */
  behind: ({ head }: { head: number }) => followers.filter(({ last }) => last < head).length,
  /** The catch-up times since the last call. */
  catchUpMs: () => followers.flatMap((follower) => follower.catchUpMs.splice(0)),
  tally({ expected }: { expected: readonly number[] }): Tally {
    const sum = (of: (follower: Follower) => number) => followers.reduce((total, follower) => total + of(follower), 0)
    return {
      lost: sum(({ applied }) => {
        const seen = new Set(applied)
        return expected.filter((number) => !seen.has(number)).length
      }),
      repeated: sum(({ applied }) => applied.length - new Set(applied).size),
      disordered: sum(({ applied }) => applied.filter((number, index) => index > 0 && number < (applied[index - 1] ?? 0)).length),
      resyncs: sum(({ resyncs }) => resyncs),
    }
  },
})
