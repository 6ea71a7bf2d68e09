// People who follow one room while their lines are cut; each keeps the numbers of what it applied, in the order it did.
import WebSocket from 'ws'
import { type Protocol, protocols } from '../baselines/protocols.ts'
import { answers, now } from '../setup/child.ts'

export interface Follow {
  readonly protocol: keyof typeof protocols
  readonly url: string
  readonly token?: string
  readonly room: string
  readonly clients: number
}

export interface Tally {
  readonly lost: number
  readonly repeated: number
  readonly disordered: number
  /** Told that what they hold is worth nothing. */
  readonly resyncs: number
}

/** Off the line for about half a second, as somebody who changes the network is. */
const OFFLINE_MS = 500

class Follower {
  readonly #url: string
  readonly #protocol: Protocol
  /** From dialling to being in the room with all that was missed, each time it came back. */
  readonly catchUpMs: number[] = []
  readonly applied: number[] = []
  #socket: WebSocket | null = null
  /** Whoever waits for it to be in the room. */
  #waiting: (() => void)[] = []
  isIn = false

  constructor({ url, token, room, protocol }: Follow) {
    this.#url = url
    this.#protocol = protocols[protocol]({ token, room, apply: (number) => this.applied.push(number) })
  }

  get last(): number {
    return this.applied.at(-1) ?? 0
  }
  get resyncs(): number {
    return this.#protocol.resyncs
  }

  dial(isBack = false): void {
    const since = now()
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
    const send = (text: string) => socket.send(text)
    this.#socket = socket
    // A refused connection closes too.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.isIn = false
      setTimeout(() => this.dial(true), OFFLINE_MS * (0.5 + Math.random()))
    })
    socket.on('message', (raw) => {
      const text = String(raw)
      if (text === '2') return send('3')
      if (this.#protocol.take(text, send) !== 'in') return
      if (isBack && !this.isIn) this.catchUpMs.push(now() - since)
      this.isIn = true
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  /** Resolves when it is in the room, at once when it is. */
  inRoom(): Promise<void> {
    return this.isIn ? Promise.resolve() : new Promise((done) => this.#waiting.push(done))
  }

  cut(): void {
    this.isIn = false
    this.#socket?.terminate()
  }
}

let followers: Follower[] = []
const allIn = () => Promise.all(followers.map((follower) => follower.inRoom())).then(() => undefined)

answers({
  async follow(how: Follow) {
    followers = Array.from({ length: how.clients }, () => new Follower(how))
    for (const follower of followers) follower.dial()
    await allIn()
  },
  /** Cuts these lines without a word. */
  cut({ clients }: { clients: readonly number[] }) {
    for (const client of clients) followers[client]?.cut()
  },
  allIn,
  /** How many have not applied this number yet. */
  behind: ({ head }: { head: number }) => followers.filter(({ last }) => last < head).length,
  /** Of everybody who came back since this was last asked. */
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
