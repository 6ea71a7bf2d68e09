import { randomUUID } from 'node:crypto'
import type { Epoch, Room } from '@wardline/events'
import type { Subscribed, Update } from '@wardline/sync/protocol'

/** How a follower comes into its room and learns what it missed. */
export interface Protocol {
  /** One frame from the server; `in` when it is in the room and has all that the server says it missed. */
  take(text: string, send: (text: string) => void): 'in' | null
  readonly resyncs: number
}

interface Following {
  readonly token: string | undefined
  readonly room: string
  readonly apply: (number: number) => void
}

let last = { text: '', data: [] as unknown[] }

/** What a frame carries. Members of a room are sent the same text: what was parsed for one is not parsed again for the next. */
function dataOf(text: string): unknown[] {
  if (text !== last.text) last = { text, data: JSON.parse(text.slice(text.indexOf('['))) as unknown[] }
  return last.data
}

/** The product's own arithmetic (RT6, RT7): position in the question, what was missed in the answer, repeats dropped, holes asked for. */
class Positions implements Protocol {
  readonly #how: Following
  readonly #room: Room
  #epoch: Epoch | null = null
  #last: number | null = null
  resyncs = 0

  constructor(how: Following) {
    this.#how = how
    this.#room = how.room as Room
  }

  take(text: string, send: (text: string) => void) {
    if (text.startsWith('0')) send(`40${JSON.stringify({ token: this.#how.token })}`)
    else if (text.startsWith('44')) throw new Error(text)
    else if (text.startsWith('40')) this.#ask(send)
    else if (text.startsWith('43')) {
      this.#answered(dataOf(text) as [Subscribed], send)
      return 'in'
    } else if (text.startsWith('42')) {
      const [type, data] = dataOf(text) as [string, unknown]
      if (type === 'update') this.#apply(data as Update, send)
      if (type === 'updates') for (const update of (data as { updates: readonly Update[] }).updates) this.#apply(update, send)
    }
    return null
  }

  #ask(send: (text: string) => void): void {
    const stands = this.#last === null || this.#epoch === null ? null : { [this.#room]: { epoch: this.#epoch, seq: this.#last } }
    const question = { subscription_id: randomUUID(), rooms: [this.#room], ...(stands ? { after: stands } : {}) }
    send(`420${JSON.stringify(['subscription', question])}`)
  }

  #answered([{ epoch, rooms }]: [Subscribed], send: (text: string) => void): void {
    this.#epoch = epoch
    const answer = rooms[this.#room]
    if (!answer || 'refused' in answer) throw new Error('refused')
    if ('resync' in answer) this.resyncs += 1
    else for (const update of answer.missed) this.#apply(update, send)
    this.#last = Math.max(this.#last ?? 0, answer.head)
  }

  #apply({ positions }: Update, send: (text: string) => void): void {
    const at = positions[this.#room]
    if (!at || (this.#last !== null && at.seq <= this.#last)) return
    // A hole: asked for from the last one, as a screen does after its patience.
    if (this.#last !== null && at.prev > this.#last) {
      this.#ask(send)
      return
    }
    this.#last = at.seq
    this.#how.apply(at.seq)
  }
}

/** Socket.IO as it comes: rejoin, and take what arrives; with `recovery` it names what it had last, as Socket.IO's own client does. */
class Plain implements Protocol {
  readonly #how: Following
  readonly #recovers: boolean
  readonly resyncs = 0
  #pid: string | null = null
  #offset: string | null = null

  constructor(how: Following, recovers: boolean) {
    this.#how = how
    this.#recovers = recovers
  }

  take(text: string, send: (text: string) => void) {
    if (text.startsWith('0')) send(`40${this.#pid && this.#offset ? JSON.stringify({ pid: this.#pid, offset: this.#offset }) : ''}`)
    else if (text.startsWith('40')) {
      const { pid = null } = JSON.parse(text.slice(2)) as { pid?: string }
      if (pid !== this.#pid) this.#offset = null
      this.#pid = this.#recovers ? pid : null
      send(`420${JSON.stringify(['subscription', { rooms: [this.#how.room] }])}`)
    } else if (text.startsWith('43')) return 'in' as const
    else if (text.startsWith('42')) {
      const [, data, offset = null] = dataOf(text) as [string, { number: number }, string?]
      if (this.#recovers) this.#offset = offset
      this.#how.apply(data.number)
    }
    return null
  }
}

export const protocols = {
  positions: (how: Following): Protocol => new Positions(how),
  plain: (how: Following): Protocol => new Plain(how, false),
  recovery: (how: Following): Protocol => new Plain(how, true),
} as const
