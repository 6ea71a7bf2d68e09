import { reconnectDelayMs } from './reconnect-delay.ts'
import type { Transport } from './transport.ts'

/** The session is renewed on the open connection at this part of its life, long before the server would close it. */
const RENEW_AT = 0.8
/** A session that the server did not prolong is not renewed again and again in its last seconds. */
const SHORTEST_RENEWAL_MS = 10_000
/** setTimeout counts in 31 bits; a longer session is checked again when this has passed. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface Ticket {
  readonly ticket: string
  /** End of the session behind the ticket, local ms; null when unknown. */
  readonly sessionEndsAt: number | null
}

export interface ConnectionManagerOptions {
  readonly transport: Transport
  /** Returns a one-use ticket for each attempt. Rejects with `NotSignedIn` when the session has ended. */
  readonly fetchTicket: () => Promise<Ticket>
  readonly onOpen: () => void
  readonly onClose: () => void
  readonly onMessage: (name: string, payload: unknown) => void
  /** The session has ended; further attempts wait for a new sign-in. */
  readonly onSignedOut: () => void
  /** Pause before the next attempt, ms. @param failures failed attempts in a row, from 0 */
  readonly delayMs?: (failures: number) => number
}

export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
}

/** Keeps one connection open: connects, reconnects with full jitter (RT16), renews the session in band. */
export class ConnectionManager {
  readonly #options: ConnectionManagerOptions
  /** Numbers connections, so that events of an earlier one are ignored. */
  #generation = 0
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #renewal: ReturnType<typeof setTimeout> | undefined
  #isStarted = false
  state: 'closed' | 'opening' | 'open' = 'closed'

  constructor(options: ConnectionManagerOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.#connect()
  }

  stop(): void {
    this.#isStarted = false
    this.#failures = 0
    this.#disconnect()
  }

  /** Connects now instead of waiting: the browser reported that the network is back. */
  hurry(): void {
    if (!this.#isStarted || this.state !== 'closed') return
    this.#failures = 0
    clearTimeout(this.#retry)
    void this.#connect()
  }

  #disconnect(): void {
    this.#generation += 1
    clearTimeout(this.#retry)
    clearTimeout(this.#renewal)
    this.#options.transport.close()
    const wasOpen = this.state === 'open'
    this.state = 'closed'
    if (wasOpen) this.#options.onClose()
  }

  async #connect(): Promise<void> {
    this.#generation += 1
    const generation = this.#generation
    const isCurrent = () => generation === this.#generation && this.#isStarted
    this.state = 'opening'
    try {
      const { ticket, sessionEndsAt } = await this.#options.fetchTicket()
      if (!isCurrent()) return
      this.#options.transport.open(ticket, {
        onOpen: () => isCurrent() && this.#opened(sessionEndsAt),
        // A refused ticket is only an expired one; the next attempt fetches another, or finds that the session has ended.
        onClose: () => isCurrent() && this.#lost(),
        onMessage: (name, payload) => isCurrent() && this.#options.onMessage(name, payload),
      })
    } catch (error) {
      if (!isCurrent()) return
      if (error instanceof NotSignedIn) {
        this.stop()
        this.#options.onSignedOut()
      } else this.#lost()
    }
  }

  #opened(sessionEndsAt: number | null): void {
    this.state = 'open'
    this.#failures = 0
    this.#scheduleRenewal(sessionEndsAt)
    this.#options.onOpen()
  }

  #lost(): void {
    this.#disconnect()
    const { delayMs = (failures) => reconnectDelayMs(failures, Math.random()) } = this.#options
    const delay = delayMs(this.#failures)
    this.#failures += 1
    this.#retry = setTimeout(() => void this.#connect(), delay)
  }

  /** Renews the session on the open connection. */
  async renew(): Promise<void> {
    const generation = this.#generation
    try {
      const { ticket, sessionEndsAt } = await this.#options.fetchTicket()
      if (generation !== this.#generation || this.state !== 'open') return
      await this.#options.transport.request('authenticate', { ticket })
      if (generation === this.#generation) this.#scheduleRenewal(sessionEndsAt)
    } catch (error) {
      // Without a renewal the server closes the connection at the end of the session, and the next attempt finds out why.
      if (error instanceof NotSignedIn) this.#options.onSignedOut()
    }
  }

  #scheduleRenewal(sessionEndsAt: number | null): void {
    clearTimeout(this.#renewal)
    if (sessionEndsAt === null) return
    const left = sessionEndsAt - Date.now()
    if (left > SHORTEST_RENEWAL_MS) this.#renewal = setTimeout(() => void this.renew(), Math.min(left * RENEW_AT, LONGEST_TIMER_MS))
  }
}
