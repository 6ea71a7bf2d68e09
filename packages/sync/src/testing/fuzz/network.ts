import type { Random } from '@wardline/events/testing'
import type { MemoryClient } from '../memory-connection.ts'
import { type MemoryEndpoint, type MemoryLink, type MemoryNetwork, type MemoryTransport, memoryTransport } from '../memory-transport.ts'

/** As in `socketio-transport.ts`. */
const ACKNOWLEDGEMENT_MS = 10_000
/** One way on a bad ward network, milliseconds. */
const TRIP_MS = 150

/** The probabilities with which a frame is lost, repeated or overtaken. */
export interface Weather {
  readonly lost: number
  readonly doubled: number
  readonly overtaken: number
}
export const calm: Weather = { lost: 0, doubled: 0, overtaken: 0 }

/** The network between one client and the server, in virtual time. */
export class FaultyNetwork implements MemoryNetwork {
  weather: Weather
  /** Unplugged: no message arrives and no connection opens. */
  isUnplugged = false
  readonly timeoutMs = ACKNOWLEDGEMENT_MS
  readonly #chance: Random
  #transport: MemoryTransport | null = null

  constructor(chance: Random, weather: Weather) {
    this.#chance = chance
    this.weather = weather
  }

  transport(connect: (client: MemoryClient) => MemoryEndpoint | null): MemoryTransport {
    this.#transport = memoryTransport(this, (client) => (this.isUnplugged ? null : connect(client)))
    return this.#transport
  }

  /** Breaks the open connection; both ends notice. */
  cut(): void {
    this.#transport?.cut()
  }

  handshake = (run: () => void) => void setTimeout(run, this.#chance.below(2 * TRIP_MS))
  disconnection = (run: () => void) => void setTimeout(run, this.#chance.below(TRIP_MS))

  link(isCurrent: () => boolean): MemoryLink {
    const message = this.#carrier(isCurrent)
    const request = this.#carrier(isCurrent)
    return { message, request, acknowledgement: request }
  }

  /** Carries frames in the order of sending, except those that are overtaken. */
  #carrier(isCurrent: () => boolean) {
    let arrivesAt = 0
    return (deliver: () => void) => {
      const { lost, doubled, overtaken } = this.weather
      if (this.#chance.happens(lost)) return
      const copies = this.#chance.happens(doubled) ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        const trip = this.#chance.below(TRIP_MS)
        const isLate = this.#chance.happens(overtaken)
        const at = isLate ? Date.now() + trip + 2 * TRIP_MS : Math.max(arrivesAt, Date.now() + trip)
        if (!isLate) arrivesAt = at
        setTimeout(() => isCurrent() && !this.isUnplugged && deliver(), at - Date.now())
      }
    }
  }
}
