import type { Delivery, Epoch, Position, Room } from '@wardline/events'
import { deliveriesOf, HOLE_PATIENCE_MS, type RoomAnswer, type Subscribed, subscribedSchema } from '../../protocol/index.ts'
import { type Outcome, RoomLog } from './room-log.ts'
import { type SnapshotWaiter, SnapshotWaiters } from './snapshot-waiters.ts'

/** Pause before a failed request is repeated; about the time a server takes to start. */
const RETRY_MS = 2_000
/** Deliveries kept before the first acknowledgement; more than a handful means that it was lost, and the request is repeated. */
const EARLY_LIMIT = 500

/** What a subscription reports about its room. */
export interface RoomListener {
  /** New deliveries are in the room's log. */
  readonly onAdvanced: (room: Room, deliveries: readonly Delivery[]) => void
  /** The room's lists cannot be continued and must be read again. Returns false when there are none. */
  readonly onResync: (room: Room) => boolean
  /** Access to the room was refused or revoked: its data must go (RT10). */
  readonly onRefused: (room: Room, code: string) => void
  /** The server has placed this client in the room's stream. */
  readonly onConfirmed: (room: Room) => void
  /** Whether the room is behind may have changed. */
  readonly onChange: () => void
  /** A delivery was compared with the log (RT6); for tests and measurements. */
  readonly onDelivery?: ((delivery: Delivery, outcome: Outcome) => void) | undefined
  /** Deliveries that the room's log keeps; absent: its default. */
  readonly logCapacity?: number | undefined
}

/** The connection as one room uses it. */
export interface RoomTransport {
  readonly isOpen: () => boolean
  /** Rejects when the connection is closed. */
  readonly request: (name: string, payload: unknown) => Promise<unknown>
}

/** One room on its way from a snapshot to the present: its log, the request in flight, and the snapshots that wait for it. */
export class RoomSubscription {
  readonly room: Room
  readonly subscriptionId: string
  /** Why access is refused; null while it is not. */
  refused: string | null = null
  /** The log is not known to be complete although the room was followed: the badge may not show Live (RT-4). */
  isBehind = false
  log: RoomLog | null = null
  /** The server has confirmed that it sends every event after `log.last`. */
  isConfirmed = false

  readonly #transport: RoomTransport
  readonly #listener: RoomListener
  /** The request in flight, by its start; null when there is none. */
  #request: { readonly from: number | null } | null = null
  #early: Delivery[] = []
  readonly #waiters = new SnapshotWaiters()
  #hole: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(room: Room, subscriptionId: string, transport: RoomTransport, listener: RoomListener) {
    this.room = room
    this.subscriptionId = subscriptionId
    this.#transport = transport
    this.#listener = listener
  }

  /** RT7: resumes from the last position, or starts at the room's head. */
  resume(): void {
    this.#request = null
    if (this.refused === null) this.#subscribe(this.log?.last ?? null)
  }

  /** RT8: see `RoomSubscriptions.land`. */
  async land(at: Position, upTo: number): Promise<void> {
    if (this.refused !== null) return
    if (this.log?.epoch !== at.epoch) {
      const hadLog = this.log !== null
      this.#startLog(at)
      if (hadLog) this.#listener.onResync(this.room)
      this.#subscribe(at.seq)
    }
    const waiter = { from: at.seq, upTo }
    if (!this.#transport.isOpen() || this.#covers(waiter)) return
    const covered = this.#waiters.wait(waiter)
    this.#subscribe(at.seq)
    await covered
  }

  deliver(deliveries: readonly Delivery[]): void {
    const { log } = this
    if (this.refused !== null) return
    if (!log) this.#early.push(...deliveries.slice(0, EARLY_LIMIT - this.#early.length))
    else if (deliveries.some(({ epoch }) => epoch !== log.epoch)) this.resync()
    else {
      const before = log.last
      const outcomes = deliveries.map((delivery) => this.#append(log, delivery))
      if (outcomes.includes('appended')) this.#advanced(before)
      this.#watchHole()
    }
  }

  /** RT5: a head beyond `last` makes the loss of the last frame visible. */
  tick(epoch: Epoch, head: number): void {
    if (!this.log) return
    if (this.log.epoch !== epoch) this.resync()
    else if (head > this.log.last) this.#subscribe(this.log.last)
  }

  onConnectionClosed(): void {
    this.isBehind = true
    this.isConfirmed = false
    this.stop()
  }

  /** The position is invalid (RT7): drops the log, has the lists read again and continues from them. */
  resync(): void {
    this.log = null
    this.isConfirmed = false
    this.isBehind = true
    this.#request = null
    this.#early = []
    this.#releaseAll()
    if (!this.#listener.onResync(this.room)) this.#subscribe(null)
    this.#listener.onChange()
  }

  /** RT10: access ended; the room's data goes with it. */
  revoke(code: string): void {
    this.refused = code
    this.log = null
    this.isConfirmed = false
    this.#releaseAll()
    this.#listener.onRefused(this.room, code)
    this.#listener.onChange()
  }

  /** Cancels the request, the timers and the waiting snapshots. */
  stop(): void {
    clearTimeout(this.#hole)
    clearTimeout(this.#retry)
    this.#hole = undefined
    this.#request = null
    this.#releaseAll()
  }

  #startLog(at: Position): RoomLog {
    const log = new RoomLog(at, this.#listener.logCapacity)
    this.log = log
    this.isConfirmed = false
    this.#request = null
    // Snapshots of another log: no delivery from now on reaches back to them.
    this.#releaseAll()
    for (const delivery of this.#early.splice(0)) if (delivery.epoch === at.epoch) this.#append(log, delivery)
    return log
  }

  #append(log: RoomLog, delivery: Delivery): Outcome {
    const outcome = log.append(delivery)
    this.#listener.onDelivery?.(delivery, outcome)
    return outcome
  }

  #subscribe(from: number | null): void {
    if (!this.#transport.isOpen()) return
    // One request at a time: the one in flight, or the next tick, also covers a request that starts no earlier.
    if (this.#request && coversRequest(this.#request.from, from)) return
    const request = { from }
    this.#request = request
    clearTimeout(this.#retry)
    const { room, subscriptionId, log } = this
    const after = log && from !== null ? { [room]: { epoch: log.epoch, seq: from } } : undefined
    this.#transport
      .request('subscription', { subscription_id: subscriptionId, rooms: [room], ...(after ? { after } : {}) })
      .then((acknowledgement) => {
        if (this.#request !== request) return
        this.#request = null
        this.#acknowledged(from, subscribedSchema.parse(acknowledgement))
      })
      .catch(() => this.#request === request && this.#failed())
  }

  #failed(): void {
    this.#request = null
    this.isBehind = true
    // A list that waits is shown with its age rather than not at all.
    this.#releaseAll()
    if (this.#transport.isOpen()) this.#retry = setTimeout(() => this.#subscribe(this.log?.last ?? null), RETRY_MS)
    this.#listener.onChange()
  }

  #acknowledged(from: number | null, { epoch, rooms }: Subscribed): void {
    const answer: RoomAnswer | undefined = rooms[this.room]
    if (!answer) return
    if ('refused' in answer) this.revoke(answer.refused)
    else if ('resync' in answer) this.resync()
    else this.#catchUp(from, epoch, answer.head, answer.missed.flatMap(deliveriesOf))
  }

  #catchUp(from: number | null, epoch: Epoch, head: number, deliveries: readonly Delivery[]): void {
    const start = from ?? head
    const missed = deliveries.filter(({ room }) => room === this.room)
    // Never a silent hole: an answer with one is as useless as an invalid position.
    if (!isContinuous(start, missed)) {
      this.resync()
      return
    }
    // A request without a position starts the room at its head; early deliveries follow.
    const log = this.log ?? this.#startLog({ epoch, seq: start })
    const before = log.last
    if (!log.fill(start, missed, head)) {
      this.#retry = setTimeout(() => this.#subscribe(start), HOLE_PATIENCE_MS)
      return
    }
    this.isConfirmed = true
    this.isBehind = false
    this.#advanced(before, true)
    this.#watchHole()
    this.#waiters.release((waiter) => this.#covers(waiter))
    this.#listener.onConfirmed(this.room)
    this.#listener.onChange()
  }

  /** @param isCaughtUp also reports without deliveries: lists that landed while the connection was closed are continued */
  #advanced(before: number, isCaughtUp = false): void {
    const deliveries = this.log?.since(before)
    // Null: more arrived than the log keeps; the lists find out themselves that they cannot be continued.
    if (isCaughtUp || deliveries === null || (deliveries && deliveries.length > 0)) this.#listener.onAdvanced(this.room, deliveries ?? [])
  }

  /** RT6: most holes close by themselves; the others are requested. */
  #watchHole(): void {
    if (!this.log?.hasHole) {
      clearTimeout(this.#hole)
      this.#hole = undefined
      return
    }
    this.#hole ??= setTimeout(() => {
      this.#hole = undefined
      if (!this.log?.hasHole) return
      this.isBehind = true
      this.#subscribe(this.log.last)
      this.#listener.onChange()
    }, HOLE_PATIENCE_MS)
  }

  /** Once the server has confirmed the stream, numbers that are still missing belong to other audiences. */
  #covers({ from, upTo }: SnapshotWaiter): boolean {
    return this.log !== null && this.log.since(from) !== null && (this.isConfirmed || this.log.last >= upTo)
  }

  #releaseAll(): void {
    this.#waiters.release(() => true)
  }
}

/** Whether the answer to a request from `pending` also answers one from `next`; null requests the head. */
const coversRequest = (pending: number | null, next: number | null) => (pending === null ? next === null : next !== null && pending <= next)

/** Whether each delivery names its predecessor in the list as `prev`, and the first one nothing beyond `from`. */
const isContinuous = (from: number, missed: readonly Delivery[]) =>
  missed.every(({ prev }, index) => (index === 0 ? prev <= from : prev === missed[index - 1]?.seq))
