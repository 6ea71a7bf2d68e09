import { randomUUID } from 'node:crypto'
import type { Epoch, Room } from '@wardline/events'
import type { Subscribed, Update } from '@wardline/sync/protocol'

/** How a client joins its room and receives missed events. */
export interface Protocol {
  /** Handles a frame of the server. Returns `in` when the client has joined and has its missed events. */
  take(text: string, send: (text: string) => void): 'in' | null
  readonly resyncs: number
}

interface ProtocolOptions {
  readonly token: string | undefined
  readonly room: string
  readonly apply: (number: number) => void
}

let last = { text: '', data: [] as unknown[] }

/** Parses the data of a frame. Members of a room receive the same text, so the last parse is cached. */
function dataOf(text: string): unknown[] {
  if (text !== last.text) last = { text, data: JSON.parse(text.slice(text.indexOf('['))) as unknown[] }
  return last.data
}

/** The product's protocol (RT6, RT7): positions in the subscription, missed events in the response, repeats dropped, gaps requested. */
class Positions implements Protocol {
  readonly #options: ProtocolOptions
  readonly #room: Room
  #epoch: Epoch | null = null
  #last: number | null = null
  resyncs = 0

  constructor(options: ProtocolOptions) {
    this.#options = options
    this.#room = options.room as Room
  }

  take(text: string, send: (text: string) => void) {
    if (text.startsWith('0')) send(`40${JSON.stringify({ token: this.#options.token })}`)
    else if (text.startsWith('44')) throw new Error(text)
    else if (text.startsWith('40')) this.#subscribe(send)
    else if (text.startsWith('43')) {
      this.#handleResponse(dataOf(text) as [Subscribed], send)
      return 'in'
    } else if (text.startsWith('42')) {
      const [type, data] = dataOf(text) as [string, unknown]
      if (type === 'update') this.#apply(data as Update, send)
      if (type === 'updates') for (const update of (data as { updates: readonly Update[] }).updates) this.#apply(update, send)
    }
    return null
  }

  #subscribe(send: (text: string) => void): void {
    const positions = this.#last === null || this.#epoch === null ? null : { [this.#room]: { epoch: this.#epoch, seq: this.#last } }
    const request = { subscription_id: randomUUID(), rooms: [this.#room], ...(positions ? { after: positions } : {}) }
    send(`420${JSON.stringify(['subscription', request])}`)
  }

  #handleResponse([{ epoch, rooms }]: [Subscribed], send: (text: string) => void): void {
    this.#epoch = epoch
    const result = rooms[this.#room]
    if (!result || 'refused' in result) throw new Error('refused')
    if ('resync' in result) this.resyncs += 1
    else for (const update of result.missed) this.#apply(update, send)
    this.#last = Math.max(this.#last ?? 0, result.head)
  }

  #apply({ positions }: Update, send: (text: string) => void): void {
    const position = positions[this.#room]
    if (!position || (this.#last !== null && position.seq <= this.#last)) return
    // A gap: requests the events after the last one, as a screen does after 250 ms.
    if (this.#last !== null && position.prev > this.#last) {
      this.#subscribe(send)
      return
    }
    this.#last = position.seq
    this.#options.apply(position.seq)
  }
}

/** Plain Socket.IO: rejoins and applies what arrives; with recovery it sends its last offset, as Socket.IO's client does. */
class Plain implements Protocol {
  readonly #options: ProtocolOptions
  readonly #recovers: boolean
  readonly resyncs = 0
  #pid: string | null = null
  #offset: string | null = null

  constructor(options: ProtocolOptions, recovers: boolean) {
    this.#options = options
    this.#recovers = recovers
  }

  take(text: string, send: (text: string) => void) {
    if (text.startsWith('0')) send(`40${this.#pid && this.#offset ? JSON.stringify({ pid: this.#pid, offset: this.#offset }) : ''}`)
    else if (text.startsWith('40')) {
      const { pid = null } = JSON.parse(text.slice(2)) as { pid?: string }
      if (pid !== this.#pid) this.#offset = null
      this.#pid = this.#recovers ? pid : null
      send(`420${JSON.stringify(['subscription', { rooms: [this.#options.room] }])}`)
    } else if (text.startsWith('43')) return 'in' as const
    else if (text.startsWith('42')) {
      const [, data, offset = null] = dataOf(text) as [string, { number: number }, string?]
      if (this.#recovers) this.#offset = offset
      this.#options.apply(data.number)
    }
    return null
  }
}

export const protocols = {
  positions: (options: ProtocolOptions): Protocol => new Positions(options),
  plain: (options: ProtocolOptions): Protocol => new Plain(options, false),
  recovery: (options: ProtocolOptions): Protocol => new Plain(options, true),
} as const
