/** How a client joins its room and receives missed events. */
export interface Protocol {
  /** Handles a frame of the server. Returns `in` when the client has joined and has its missed events. */
  take(text: string, send: (text: string) => void): 'in' | null
  readonly resyncs: number
}

interface ProtocolOptions {
  readonly room: string
  readonly apply: (number: number) => void
}

let last = { text: '', data: [] as unknown[] }

/** Parses the data of a frame. Members of a room receive the same text, so the last parse is cached. */
function dataOf(text: string): unknown[] {
  if (text !== last.text) last = { text, data: JSON.parse(text.slice(text.indexOf('['))) as unknown[] }
  return last.data
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
  plain: (options: ProtocolOptions): Protocol => new Plain(options, false),
  recovery: (options: ProtocolOptions): Protocol => new Plain(options, true),
} as const
