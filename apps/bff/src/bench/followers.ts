// People who follow one room by the protocol's own arithmetic (RT6, RT7) while their lines are cut; each keeps what it applied.
import { randomUUID } from 'node:crypto'
import type { Epoch, Room, Subscribed, Update } from '@wardline/events'
import WebSocket from 'ws'
import { answers } from './child.ts'

export interface Follow {
  readonly url: string
  readonly token: string
  readonly room: Room
  readonly clients: number
}

export interface Tally {
  readonly lost: number
  readonly repeated: number
  readonly disordered: number
  readonly cuts: number
  readonly resyncs: number
}

/** Off the line for about half a second, as somebody who changes the network is. */
const OFFLINE_MS = 500

class Follower {
  readonly #how: Follow
  #socket: WebSocket | null = null
  #epoch: Epoch | null = null
  last: number | null = null
  readonly applied: number[] = []
  cuts = 0
  resyncs = 0

  constructor(how: Follow) {
    this.#how = how
  }

  /** Answers when it is in the room. */
  connect(): Promise<void> {
    return new Promise((inRoom) => {
      const socket = new WebSocket(`${this.#how.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        perMessageDeflate: false,
      })
      this.#socket = socket
      socket.on('error', () => undefined)
      socket.on('close', () => setTimeout(() => void this.connect().then(inRoom), OFFLINE_MS * (0.5 + Math.random())))
      socket.on('message', (raw) => {
        const text = String(raw)
        if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token: this.#how.token })}`)
        else if (text === '2') socket.send('3')
        else if (text.startsWith('40')) this.#subscribe()
        else if (text.startsWith('43')) {
          this.#answered(JSON.parse(text.slice(text.indexOf('['))) as [Subscribed])
          inRoom()
        } else if (text.startsWith('42')) this.#told(JSON.parse(text.slice(2)) as [string, unknown])
      })
    })
  }

  cut(): void {
    this.cuts += 1
    this.#socket?.terminate()
  }

  #subscribe(): void {
    const { room } = this.#how
    const after = this.last === null || this.#epoch === null ? {} : { after: { [room]: { epoch: this.#epoch, seq: this.last } } }
    this.#socket?.send(`420${JSON.stringify(['subscription', { subscription_id: randomUUID(), rooms: [room], ...after }])}`)
  }

  #answered([{ epoch, rooms }]: [Subscribed]): void {
    this.#epoch = epoch
    const answer = rooms[this.#how.room]
    if (!answer || 'refused' in answer) throw new Error('refused')
    if ('resync' in answer) this.resyncs += 1
    else for (const update of answer.missed) this.#take(update)
    this.last = Math.max(this.last ?? 0, answer.head)
  }

  #told([type, data]: [string, unknown]): void {
    if (type === 'update') this.#take(data as Update)
    if (type === 'updates') for (const update of (data as { updates: readonly Update[] }).updates) this.#take(update)
  }

  #take({ positions }: Update): void {
    const at = positions[this.#how.room]
    if (!at || (this.last !== null && at.seq <= this.last)) return
    // A hole: ask again from the last one, as a screen does after its patience.
    if (this.last !== null && at.prev > this.last) {
      this.#subscribe()
      return
    }
    this.last = at.seq
    this.applied.push(at.seq)
  }
}

let followers: Follower[] = []

answers({
  async follow(how: Follow) {
    followers = Array.from({ length: how.clients }, () => new Follower(how))
    await Promise.all(followers.map((follower) => follower.connect()))
  },
  cut({ count }: { count: number }) {
    for (let cut = 0; cut < count; cut++) followers[Math.floor(Math.random() * followers.length)]?.cut()
  },
  /** How many have not reached this position yet. */
  behind: ({ head }: { head: number }) => followers.filter(({ last }) => (last ?? 0) < head).length,
  tally({ expected }: { expected: readonly number[] }): Tally {
    const sum = (of: (follower: Follower) => number) => followers.reduce((total, follower) => total + of(follower), 0)
    return {
      lost: sum(({ applied }) => expected.filter((seq) => !applied.includes(seq)).length),
      repeated: sum(({ applied }) => applied.length - new Set(applied).size),
      disordered: sum(({ applied }) => applied.filter((seq, index) => index > 0 && seq < (applied[index - 1] ?? 0)).length),
      cuts: sum(({ cuts }) => cuts),
      resyncs: sum(({ resyncs }) => resyncs),
    }
  },
})
