import type { Chance } from '@wardline/events/testing'
import type { Transport, TransportEvents } from '@wardline/sync/client'

/** Socket.IO gives up an unanswered question after this (workflow/socket.ts). */
const ANSWER_MS = 10_000
/** Half a trip on a bad ward network, milliseconds. */
const TRIP_MS = 150

/** What the server's side of one connection offers the network. */
export interface ServerEnd {
  ask(name: string, payload: unknown): Promise<unknown>
  gone(): void
}
export interface Caller {
  say(name: string, payload: unknown): void
  hangUp(): void
}
export interface Reachable {
  /** null while the server is down. */
  connect(caller: Caller): ServerEnd | null
}

/** How badly frames travel. A frame is lost, doubled or overtaken with these probabilities. */
export interface Weather {
  readonly lost: number
  readonly doubled: number
  readonly overtaken: number
}
export const calm: Weather = { lost: 0, doubled: 0, overtaken: 0 }

/** A cable between one screen and the server, in virtual time: everything is cloned as bytes would be. */
export class Cable {
  weather: Weather
  /** Pulled out: nothing arrives and nothing connects until it is put back. */
  pulled = false
  readonly #chance: Chance
  #cut: (() => void) | null = null

  constructor(chance: Chance, weather: Weather) {
    this.#chance = chance
    this.weather = weather
  }

  /** Ends the connection that is open, as the network does: both sides notice. */
  cut(): void {
    this.#cut?.()
  }

  /** Carries a frame that may be lost, come twice, or come late. Ordered frames arrive in the order of sending. */
  #carrier(alive: () => boolean) {
    let arrivesAt = 0
    return (deliver: () => void) => {
      const { lost, doubled, overtaken } = this.weather
      if (this.#chance.happens(lost)) return
      const copies = this.#chance.happens(doubled) ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        const trip = this.#chance.below(TRIP_MS)
        const late = this.#chance.happens(overtaken)
        const at = late ? Date.now() + trip + 2 * TRIP_MS : Math.max(arrivesAt, Date.now() + trip)
        if (!late) arrivesAt = at
        setTimeout(() => alive() && !this.pulled && deliver(), at - Date.now())
      }
    }
  }

  line(server: Reachable): Transport {
    let end: ServerEnd | null = null
    let pending = new Set<(error: Error) => void>()
    let carry: (deliver: () => void) => void = () => {}
    let generation = 0

    const close = () => {
      generation += 1
      const wasOpen = end
      end = null
      for (const reject of pending) reject(new Error('the line closed'))
      pending = new Set()
      wasOpen?.gone()
    }

    return {
      open: (_ticket: string, events: TransportEvents) => {
        close()
        const mine = generation
        const alive = () => mine === generation
        this.#cut = () => {
          if (!alive()) return
          close()
          events.onClose()
        }
        setTimeout(
          () => {
            if (!alive()) return
            const inbound = this.#carrier(alive)
            carry = this.#carrier(alive)
            const caller: Caller = {
              say: (name, payload) => {
                const bytes = JSON.stringify(payload)
                inbound(() => events.onMessage(name, JSON.parse(bytes)))
              },
              hangUp: () => setTimeout(() => this.#cut && alive() && this.#cut(), this.#chance.below(TRIP_MS)),
            }
            end = this.pulled ? null : server.connect(caller)
            if (end) events.onOpen()
            else events.onClose()
          },
          this.#chance.below(2 * TRIP_MS),
        )
      },
      request: (name, payload) =>
        new Promise((resolve, reject) => {
          const to = end
          if (!to) return reject(new Error('the line is closed'))
          pending.add(reject)
          setTimeout(() => pending.delete(reject) && reject(new Error('no answer in time')), ANSWER_MS)
          const bytes = JSON.stringify(payload)
          const back = carry
          carry(() => {
            void to.ask(name, JSON.parse(bytes)).then((answer) => {
              const reply = JSON.stringify(answer)
              back(() => pending.delete(reject) && resolve(JSON.parse(reply)))
            }, reject)
          })
        }),
      close,
    }
  }
}
