import { type AppliedList, type ProblemRow, problemsView, type Room, rooms } from '@wardline/events'
import type { Transport, TransportEvents } from '@wardline/sync/client'
import { parseServerMessage, type Subscribed, type Update } from '@wardline/sync/protocol'
import { socketIoTransport } from '@wardline/sync/socketio-transport'
import { HeadlessClient, type HeadlessList } from '@wardline/sync/testing'

export interface ReconnectingClientOptions {
  /** The server of the next request: one of several, possibly another each time. */
  readonly address: () => string
  readonly token: string
  readonly patientId: string
}

/** Short, because tests break connections by the hundred; the product spreads its attempts over seconds (RT16). */
const RETRY_MS = 30
const READ_TIMEOUT_MS = 5_000

/**
 * The headless client over a real socket with the list of one patient's problems, and counters of what tests compare:
 * resyncs, resumptions, repeated and lost events. Broken rules of the protocol are recorded as faults.
 */
export class ReconnectingClient {
  readonly faults: string[] = []
  /** How often its position was declared invalid (RT7). */
  resyncs = 0
  /** Milliseconds from each break of the connection until the room had caught up. */
  readonly resumedIn: number[] = []
  /** Subscription requests sent. */
  requests = 0
  /** Events received a second time. */
  repeats = 0
  /** Events that `loseNext` dropped. */
  lost = 0
  readonly #options: ReconnectingClientOptions
  readonly #room: Room
  readonly #client: HeadlessClient
  readonly #stopped = Promise.withResolvers<void>()
  #list: HeadlessList<ProblemRow> | null = null
  #disconnect = () => {}
  #brokenAt: number | null = null
  #losesNext = false

  constructor(options: ReconnectingClientOptions) {
    this.#options = options
    this.#room = rooms.patient(options.patientId)
    this.#client = new HeadlessClient({
      transport: this.#instrumented(socketIoTransport({ address: options.address, credentials: () => ({ token: options.token }) })),
      fetchTicket: async () => ({ ticket: '', sessionEndsAt: null }),
      onSignedOut: () => this.faults.push('signed out'),
      delayMs: () => RETRY_MS,
      retryMs: RETRY_MS,
      onDelivery: (_, outcome) => {
        if (outcome === 'duplicate') this.repeats += 1
      },
      onAdvanced: () => this.#noteResumption(),
      onResync: () => {
        this.resyncs += 1
      },
      onRefused: () => this.faults.push('refused'),
    })
  }

  get position(): number {
    return this.#list?.shown?.positions[this.#room] ?? -1
  }
  get rows(): readonly ProblemRow[] {
    return this.#list?.shown?.rows ?? []
  }
  get epoch(): string | null {
    return this.#list?.shown?.asOf.epoch ?? null
  }
  /** Whether it is connected and caught up. */
  get live(): boolean {
    return this.#client.rooms.isConfirmed(this.#room)
  }

  /** Connects, and resolves when it was stopped. */
  run(): Promise<void> {
    this.#client.start()
    this.#list = this.#client.open<ProblemRow>({
      view: problemsView,
      room: this.#room,
      fetch: ({ cursor = null }) => this.read(cursor),
    })
    return this.#stopped.promise
  }

  stop(): void {
    this.#client.stop()
    this.#stopped.resolve()
  }

  /** Breaks the connection from its own end. */
  leave(): void {
    this.#disconnect()
  }

  /** Drops the next frame of the room. */
  loseNext(): void {
    this.#losesNext = true
  }

  /** Reads a page of the list from the server. */
  async read(cursor: string | null = null): Promise<AppliedList<ProblemRow>> {
    const { address, token, patientId } = this.#options
    const response = await fetch(`${address()}/trpc/problems.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ patientId, limit: 1000, cursor }),
      signal: AbortSignal.timeout(READ_TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`The list could not be read: ${response.status}`)
    return ((await response.json()) as { result: { data: AppliedList<ProblemRow> } }).result.data
  }

  /** Reads every page of the list; null when an event was recorded between two pages. */
  async readAll(): Promise<AppliedList<ProblemRow> | null> {
    const first = await this.read()
    const rows = [...first.rows]
    for (let { nextCursor } = first; nextCursor !== null; ) {
      const page = await this.read(nextCursor)
      if (page.asOf.seq !== first.asOf.seq) return null
      rows.push(...page.rows)
      nextCursor = page.nextCursor
    }
    return { ...first, rows, nextCursor: null }
  }

  #noteResumption(): void {
    if (this.#brokenAt === null || !this.live) return
    this.resumedIn.push(performance.now() - this.#brokenAt)
    this.#brokenAt = null
  }

  /** Counts, checks and drops on the way between the socket and the client. */
  #instrumented(transport: Transport): Transport {
    return {
      open: (ticket, events: TransportEvents) => {
        const onClose = () => {
          this.#brokenAt ??= performance.now()
          events.onClose()
        }
        this.#disconnect = () => {
          transport.close()
          onClose()
        }
        transport.open(ticket, {
          ...events,
          onClose,
          onMessage: (name, payload) => this.#check(name, payload) && events.onMessage(name, payload),
        })
      },
      request: async (name, payload) => {
        if (name === 'subscription') this.requests += 1
        const acknowledgement = await transport.request(name, payload)
        if (name === 'subscription') this.#checkMissed(payload, acknowledgement)
        return acknowledgement
      },
      close: () => transport.close(),
    }
  }

  /** Returns false when the frame is to be dropped. */
  #check(name: string, payload: unknown): boolean {
    const message = parseServerMessage(name, payload)
    if (message.type === 'unknown') this.faults.push(`unknown message: ${message.name} ${message.why}`)
    if (message.type === 'revoked') this.faults.push('revoked')
    const updates: readonly Update[] = message.type === 'update' ? [message.data] : message.type === 'updates' ? message.data.updates : []
    const inRoom = updates.filter(({ positions }) => this.#room in positions)
    const log = this.#client.rooms.log(this.#room)
    if (log && inRoom.some(({ epoch }) => epoch !== log.epoch)) this.faults.push('an event of another epoch')
    if (!this.#losesNext || inRoom.length === 0) return true
    this.#losesNext = false
    this.lost += inRoom.length
    return false
  }

  /** An acknowledgement brings nothing at or below the position of its request. */
  #checkMissed(request: unknown, acknowledgement: unknown): void {
    const after = (request as { after?: Record<Room, { seq: number }> }).after?.[this.#room]?.seq
    const answer = (acknowledgement as Subscribed).rooms?.[this.#room]
    if (after === undefined || !answer || !('missed' in answer)) return
    this.repeats += answer.missed.filter(({ positions }) => (positions[this.#room]?.seq ?? 0) <= after).length
  }
}
