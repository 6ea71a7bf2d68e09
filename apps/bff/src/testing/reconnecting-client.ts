import { setTimeout as pause } from 'node:timers/promises'
import { type AppliedList, applyDeliveries, type Delivery, type ProblemRow, problemsView, type Room, rooms } from '@wardline/events'
import { deliveriesOf, type RoomAnswer, type Subscribed } from '@wardline/sync/protocol'
import { type TestSocket, testSocket } from './socket.ts'

export interface ReconnectingClientOptions {
  /** Where to go now: any of several servers, another each time. */
  readonly address: () => string
  readonly token: string
  readonly patientId: string
}

const AGAIN_MS = 30

/**
 * A patient's problems as a screen keeps them: a snapshot, carried on by what comes, wherever it is connected; back by
 * itself after a cut, from where it stood (RT7). What breaks a rule of the protocol is kept as a fault.
 */
export class ReconnectingClient {
  readonly #parts: ReconnectingClientOptions
  readonly #room: Room
  readonly #left = Promise.withResolvers<void>()
  #held: AppliedList<ProblemRow> | null = null
  #socket: TestSocket | null = null
  #cutAt: number | null = null
  #stopped = false
  readonly faults: string[] = []
  /** How often it was told that its position is worth nothing. */
  resyncs = 0
  /** Milliseconds from a cut to being caught up. */
  readonly resumedIn: number[] = []
  /** Whether it is connected and caught up. */
  live = false
  /** How often it asked for what it missed. */
  asked = 0
  /** Events that came although they were known. */
  repeats = 0
  /** Events it was sent and never saw. */
  lost = 0
  #loses = false

  constructor(parts: ReconnectingClientOptions) {
    this.#parts = parts
    this.#room = rooms.patient(parts.patientId)
  }

  get position(): number {
    return this.#held?.positions[this.#room] ?? -1
  }
  get rows(): readonly ProblemRow[] {
    return this.#held?.rows ?? []
  }
  get epoch(): string | null {
    return this.#held?.asOf.epoch ?? null
  }

  async run(): Promise<void> {
    while (!this.#stopped)
      try {
        this.#held ??= await this.read()
        await this.#follow(this.#held)
      } catch {
        await pause(AGAIN_MS)
      }
  }

  stop(): void {
    this.#stopped = true
    this.#left.resolve()
    this.#socket?.close()
  }

  /** Goes without a word, and comes back. */
  leave(): void {
    this.#socket?.close()
  }

  /** The next frame of the room never arrives. */
  loseNext(): void {
    this.#loses = true
  }

  /** The list as the server has it now. */
  async read(cursor: string | null = null): Promise<AppliedList<ProblemRow>> {
    const { address, token, patientId } = this.#parts
    const response = await fetch(`${address()}/trpc/problems.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ patientId, limit: 1000, cursor }),
      signal: AbortSignal.timeout(5_000),
    })
    if (!response.ok) throw new Error(`The list answered ${response.status}.`)
    return ((await response.json()) as { result: { data: AppliedList<ProblemRow> } }).result.data
  }

  /** The same with every page of it; null when something was written between two pages. */
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

  async #follow(held: AppliedList<ProblemRow>): Promise<void> {
    const socket = await testSocket(this.#parts.address(), { token: this.#parts.token })
    this.#socket = socket
    try {
      const position = { epoch: held.asOf.epoch, seq: held.positions[this.#room] ?? 0 }
      const early: Delivery[] = []
      let answered = false
      const broken = new Promise<void>((resolve) => {
        let taken = 0
        socket.io.onAny((name: string, data: { room?: string; reason?: string }) => {
          if (name === 'resync' && data.room === this.#room) this.#forget()
          if (name === 'revoked') this.faults.push('revoked')
          const updates = socket.updates(this.#room)
          const deliveries = updates.slice(taken).flatMap(deliveriesOf)
          taken = updates.length
          if (this.#loses && deliveries.length > 0) {
            this.#loses = false
            this.lost += deliveries.length
            return
          }
          if (!answered) early.push(...deliveries)
          else if (!this.#apply(deliveries)) resolve()
          if (!this.#held) resolve()
          if (name === 'tick' && this.#isBehind(data as never)) resolve()
        })
      })
      const asking = socket.ask('subscription', {
        subscription_id: 'problems',
        rooms: [this.#room],
        after: { [this.#room]: position },
      })
      this.asked += 1
      // Nobody answers on a line that is gone.
      const answer = (await Promise.race([asking, socket.closed()])) as Subscribed | string
      if (typeof answer === 'string') return void asking.catch(() => undefined)
      const told = answer.rooms[this.#room] as RoomAnswer
      if ('resync' in told) return this.#forget()
      if (!('missed' in told)) throw new Error('The room was refused.')
      this.#apply(told.missed.flatMap(deliveriesOf))
      answered = true
      this.live = true
      this.#apply(early)
      if (this.#cutAt !== null) this.resumedIn.push(performance.now() - this.#cutAt)
      this.#cutAt = null
      await Promise.race([socket.closed(), this.#left.promise, broken])
    } finally {
      this.live = false
      this.#cutAt ??= performance.now()
      this.#socket = null
      socket.close()
    }
  }

  #forget(): void {
    this.resyncs += 1
    this.#held = null
  }

  /** A head beyond what came: something was lost on the way (RT5). */
  #isBehind({ heads }: { heads?: Record<Room, number> }): boolean {
    return (heads?.[this.#room] ?? 0) > this.position
  }

  /** False when there is a hole: it has to be asked for again. */
  #apply(deliveries: readonly Delivery[]): boolean {
    for (const delivery of deliveries) {
      if (delivery.room !== this.#room || !this.#held) continue
      if (delivery.seq <= this.position) {
        this.repeats += 1
        continue
      }
      if (delivery.epoch !== this.#held.asOf.epoch) {
        this.faults.push('an event of another epoch')
        continue
      }
      if (delivery.prev > this.position) return false
      this.#held = applyDeliveries(problemsView, this.#held, [delivery])
    }
    return true
  }
}
