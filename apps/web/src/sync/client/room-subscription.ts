import type { Delivery, Epoch, Position, Room } from '@wardline/events'
import { deliveriesOf, HOLE_PATIENCE_MS, type Subscribed, subscribedSchema } from '@wardline/sync/protocol'
import { RoomLog } from './room-log.ts'
import { type SnapshotWaiter, SnapshotWaiters } from './snapshot-waiters.ts'

/** An unanswered question is asked again; a server that starts up needs about this long. */
const ASK_AGAIN_MS = 2_000
/** Frames that come before the first answer; more than a handful means that the answer was lost, and it is asked for again. */
const EARLY = 500

/** What a room that is followed tells the rest of the screen. */
export interface RoomListener {
  /** New deliveries stand in the room's log. */
  readonly arrived: (room: Room, deliveries: readonly Delivery[]) => void
  /** What is held of the room cannot be carried on: its lists have to be read again. False when there are none. */
  readonly resync: (room: Room) => boolean
  /** The reader may not be in the room (any more): what is held of it has to go (RT10). */
  readonly refused: (room: Room, code: string) => void
  /** The server sends what happens in the room from now on. */
  readonly confirmed: (room: Room) => void
  /** Whether the room is behind may have changed. */
  readonly changed: () => void
}

/** The line as one room sees it. */
export interface RoomTransport {
  readonly isOpen: () => boolean
  /** Asks the server; rejects when the line is closed. */
  readonly ask: (name: string, payload: unknown) => Promise<unknown>
}

/**
 * One room on its way from a snapshot to the present: its log, the question that is on its way, and who waits for
 * the answer.
 */
export class RoomSubscription {
  readonly room: Room
  readonly subscriptionId: string
  /** Why the reader may not be here; null while they may. */
  refused: string | null = null
  /** It was being followed, or should be by now, and is not known to be complete: the badge may not say Live. */
  interrupted = false
  log: RoomLog | null = null
  /** The server has confirmed that what comes after `log.last` is being sent. */
  confirmed = false

  readonly #line: RoomTransport
  readonly #news: RoomListener
  /** Where the question that is on its way begins; null when none is. */
  #asking: { readonly from: number | null } | null = null
  #early: Delivery[] = []
  readonly #landings = new SnapshotWaiters()
  #hole: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(room: Room, subscriptionId: string, line: RoomTransport, news: RoomListener) {
    this.room = room
    this.subscriptionId = subscriptionId
    this.#line = line
    this.#news = news
  }

  /** RT7: goes on from where it stands, or begins at the room's head. */
  goOn(): void {
    this.#asking = null
    if (this.refused === null) this.#ask(this.log?.last ?? null)
  }

  /** RT8: see `RoomsFollowed.land`. */
  async land(at: Position, upTo: number): Promise<void> {
    if (this.refused !== null) return
    if (this.log?.epoch !== at.epoch) {
      const others = this.log !== null
      this.#begin(at)
      if (others) this.#news.resync(this.room)
      this.#ask(at.seq)
    }
    const landing = { from: at.seq, upTo }
    if (!this.#line.isOpen() || this.#reaches(landing)) return
    const reached = this.#landings.wait(landing)
    this.#ask(at.seq)
    await reached
  }

  deliver(deliveries: readonly Delivery[]): void {
    const { log } = this
    if (this.refused !== null) return
    if (!log) this.#early.push(...deliveries.slice(0, EARLY - this.#early.length))
    else if (deliveries.some(({ epoch }) => epoch !== log.epoch)) this.resync()
    else {
      const before = log.last
      const appended = deliveries.map((delivery) => log.append(delivery)).includes('appended')
      if (appended) this.#arrived(before)
      this.#watchHole()
    }
  }

  /** RT5: a head beyond what was received makes the loss of the last frame visible. */
  tick(epoch: Epoch, head: number): void {
    if (!this.log) return
    if (this.log.epoch !== epoch) this.resync()
    else if (head > this.log.last) this.#ask(this.log.last)
  }

  lineClosed(): void {
    this.interrupted = true
    this.confirmed = false
    this.stop()
  }

  /** The position is worth nothing: forget it, read the lists again, go on from where they stand. */
  resync(): void {
    this.log = null
    this.confirmed = false
    this.interrupted = true
    this.#asking = null
    this.#early = []
    this.#release(true)
    if (!this.#news.resync(this.room)) this.#ask(null)
    this.#news.changed()
  }

  /** RT10: the right has gone, and with it everything held. */
  revoke(code: string): void {
    this.refused = code
    this.log = null
    this.confirmed = false
    this.#release(true)
    this.#news.refused(this.room, code)
    this.#news.changed()
  }

  /** No question, no timer, nobody who waits. */
  stop(): void {
    clearTimeout(this.#hole)
    clearTimeout(this.#retry)
    this.#hole = undefined
    this.#asking = null
    this.#release(true)
  }

  #begin(at: Position): RoomLog {
    const log = new RoomLog(at)
    this.log = log
    this.confirmed = false
    this.#asking = null
    // Of another beginning: nothing that comes now reaches back to it.
    this.#release(true)
    for (const delivery of this.#early.splice(0)) if (delivery.epoch === at.epoch) log.append(delivery)
    return log
  }

  #ask(from: number | null): void {
    if (!this.#line.isOpen()) return
    // One question at a time: one that begins no earlier is answered by the one on its way, or by the next tick.
    if (this.#asking && answers(this.#asking.from, from)) return
    const question = { from }
    this.#asking = question
    clearTimeout(this.#retry)
    const { room, subscriptionId, log } = this
    const after = log && from !== null ? { [room]: { epoch: log.epoch, seq: from } } : undefined
    this.#line
      .ask('subscription', { subscription_id: subscriptionId, rooms: [room], ...(after ? { after } : {}) })
      .then((answer) => {
        if (this.#asking !== question) return
        this.#asking = null
        this.#answered(from, subscribedSchema.parse(answer))
      })
      .catch(() => this.#asking === question && this.#unanswered())
  }

  #unanswered(): void {
    this.#asking = null
    this.interrupted = true
    // Whoever waits to show a list shows it with its age rather than not at all.
    this.#release(true)
    if (this.#line.isOpen()) this.#retry = setTimeout(() => this.#ask(this.log?.last ?? null), ASK_AGAIN_MS)
    this.#news.changed()
  }

  #answered(from: number | null, { epoch, rooms }: Subscribed): void {
    const answer = rooms[this.room]
    if (!answer) return
    if ('refused' in answer) this.revoke(answer.refused)
    else if ('resync' in answer) this.resync()
    else this.#caughtUp(from, epoch, answer.head, answer.missed.flatMap(deliveriesOf))
  }

  #caughtUp(from: number | null, epoch: Epoch, head: number, deliveries: readonly Delivery[]): void {
    const start = from ?? head
    const missed = deliveries.filter(({ room }) => room === this.room)
    // Never a silent hole: an answer with one is worth no more than a lost position.
    if (!joinsOn(start, missed)) {
      this.resync()
      return
    }
    // A question without a position begins the room at its head; frames that came early follow.
    const log = this.log ?? this.#begin({ epoch, seq: start })
    const before = log.last
    if (!log.fill(start, missed, head)) {
      this.#retry = setTimeout(() => this.#ask(start), HOLE_PATIENCE_MS)
      return
    }
    this.confirmed = true
    this.interrupted = false
    this.#arrived(before, true)
    this.#watchHole()
    this.#release(false)
    this.#news.confirmed(this.room)
    this.#news.changed()
  }

  /** @param answered also lists that landed while the line was closed, and that no news will reach, are to be looked at */
  #arrived(before: number, answered = false): void {
    const news = this.log?.since(before)
    // Null: more arrived than the log keeps; the lists find out by themselves that they cannot be carried on.
    if (answered || news === null || (news && news.length > 0)) this.#news.arrived(this.room, news ?? [])
  }

  /** RT6: most holes close by themselves; those that do not are asked for. */
  #watchHole(): void {
    if (!this.log?.hasHole) {
      clearTimeout(this.#hole)
      this.#hole = undefined
      return
    }
    this.#hole ??= setTimeout(() => {
      this.#hole = undefined
      if (!this.log?.hasHole) return
      this.interrupted = true
      this.#ask(this.log.last)
      this.#news.changed()
    }, HOLE_PATIENCE_MS)
  }

  /** What lies between may be for others alone: once the server has answered, nothing more will come of it. */
  #reaches({ from, upTo }: SnapshotWaiter): boolean {
    return this.log !== null && this.log.since(from) !== null && (this.confirmed || this.log.last >= upTo)
  }

  #release(everyone: boolean): void {
    this.#landings.release((landing) => everyone || this.#reaches(landing))
  }
}

/** Whether the answer to a question from `asked` is also one to a question from `wanted`; null asks for the head. */
const answers = (asked: number | null, wanted: number | null) => (asked === null ? wanted === null : wanted !== null && asked <= wanted)

/** Whether each delivery names the one before it as its predecessor, and the first one nothing beyond `from`. */
const joinsOn = (from: number, missed: readonly Delivery[]) =>
  missed.every(({ prev }, index) => (index === 0 ? prev <= from : prev === missed[index - 1]?.seq))
