import { reconnectDelayMs } from './reconnect-delay.ts'
import type { Transport } from './transport.ts'

/** Renewed in band at this part of the session's life, long before the server would close the line. */
const RENEW_AT = 0.8
/** A session that the server did not prolong is not asked for again and again in its last seconds. */
const LEAST_LEFT_MS = 10_000

export interface Ticket {
  readonly ticket: string
  /** When the session behind it ends, local ms; null when it is not known. */
  readonly sessionEndsAt: number | null
}

export interface ConnectionManagerOptions {
  readonly line: Transport
  /** One-use, fetched afresh for every attempt. Rejects with `NotSignedIn` when there is no session any more. */
  readonly fetchTicket: () => Promise<Ticket>
  readonly opened: () => void
  readonly closed: () => void
  readonly message: (name: string, payload: unknown) => void
  /** The session is over: dialling on is useless until somebody signs in. */
  readonly signedOut: () => void
  /** 0 ≤ x < 1. */
  readonly chance?: () => number
}

export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
}

/** Keeps one line open: dials, redials with full jitter (RT16), renews the session in band. */
export class ConnectionManager {
  readonly #options: ConnectionManagerOptions
  /** Counts lines; what an older line still says is not listened to. */
  #generation = 0
  #failures = 0
  #redial: ReturnType<typeof setTimeout> | undefined
  #renewal: ReturnType<typeof setTimeout> | undefined
  #wanted = false
  state: 'closed' | 'opening' | 'open' = 'closed'

  constructor(options: ConnectionManagerOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    void this.#dial()
  }

  stop(): void {
    this.#wanted = false
    this.#failures = 0
    this.#hangUp()
  }

  /** Somebody says the network is back: the pause before the next attempt is cut short. */
  hurry(): void {
    if (!this.#wanted || this.state !== 'closed') return
    this.#failures = 0
    clearTimeout(this.#redial)
    void this.#dial()
  }

  #hangUp(): void {
    this.#generation += 1
    clearTimeout(this.#redial)
    clearTimeout(this.#renewal)
    this.#options.line.close()
    const wasOpen = this.state === 'open'
    this.state = 'closed'
    if (wasOpen) this.#options.closed()
  }

  async #dial(): Promise<void> {
    this.#generation += 1
    const generation = this.#generation
    const current = () => generation === this.#generation && this.#wanted
    this.state = 'opening'
    try {
      const { ticket, sessionEndsAt } = await this.#options.fetchTicket()
      if (!current()) return
      this.#options.line.open(ticket, {
        opened: () => current() && this.#opened(sessionEndsAt),
        // A refused ticket is only an old ticket; the next attempt brings a new one, or learns that the session is over.
        closed: () => current() && this.#lost(),
        message: (name, payload) => current() && this.#options.message(name, payload),
      })
    } catch (error) {
      if (!current()) return
      if (error instanceof NotSignedIn) {
        this.stop()
        this.#options.signedOut()
      } else this.#lost()
    }
  }

  #opened(sessionEndsAt: number | null): void {
    this.state = 'open'
    this.#failures = 0
    this.#renewAt(sessionEndsAt)
    this.#options.opened()
  }

  #lost(): void {
    this.#hangUp()
    const delay = reconnectDelayMs(this.#failures, (this.#options.chance ?? Math.random)())
    this.#failures += 1
    this.#redial = setTimeout(() => void this.#dial(), delay)
  }

  /** The session is renewed while the line stays open; the server said it is about to end, or 80 % of its life is over. */
  async renew(): Promise<void> {
    const generation = this.#generation
    try {
      const { ticket, sessionEndsAt } = await this.#options.fetchTicket()
      if (generation !== this.#generation || this.state !== 'open') return
      await this.#options.line.ask('authenticate', { ticket })
      if (generation === this.#generation) this.#renewAt(sessionEndsAt)
    } catch (error) {
      // Without a renewal the server closes the line when the session ends, and redialling finds out why.
      if (error instanceof NotSignedIn) this.#options.signedOut()
    }
  }

  #renewAt(sessionEndsAt: number | null): void {
    clearTimeout(this.#renewal)
    if (sessionEndsAt === null) return
    const left = sessionEndsAt - Date.now()
    // setTimeout counts in 31 bits; a longer session is looked at again then.
    if (left > LEAST_LEFT_MS) this.#renewal = setTimeout(() => void this.renew(), Math.min(left * RENEW_AT, 2 ** 31 - 1))
  }
}
