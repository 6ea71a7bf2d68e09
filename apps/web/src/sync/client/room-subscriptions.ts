import type { Delivery, Epoch, Position, Room } from '@wardline/events'
import type { RoomLog } from './room-log.ts'
import { type RoomListener, RoomSubscription } from './room-subscription.ts'

/** Going from one tab to the next, or closing a chart by mistake, keeps the room; a longer absence reads it anew. */
export const LEAVE_AFTER_MS = 30_000

export interface RoomSubscriptionsOptions extends RoomListener {
  /** Asks the server; rejects when the line is closed. */
  readonly ask: (name: string, payload: unknown) => Promise<unknown>
  /** Nobody has needed the room for a while. */
  readonly left: (room: Room) => void
}

interface Need {
  readonly followed: RoomSubscription
  count: number
  leaving: ReturnType<typeof setTimeout> | undefined
}

/**
 * The rooms this browser follows: counted, caught up by arithmetic, and left after a grace period. Holds rules
 * RT5 (ticks), RT6 (holes), RT7 (reconnect) and RT8 (snapshots) on the screen's side.
 */
export class RoomSubscriptions {
  readonly #options: RoomSubscriptionsOptions
  readonly #needs = new Map<Room, Need>()
  #open = false
  #subscriptions = 0

  constructor(options: RoomSubscriptionsOptions) {
    this.#options = options
  }

  log(room: Room): RoomLog | null {
    return this.#needs.get(room)?.followed.log ?? null
  }

  /** The server has answered where the room stands, and sends what comes after. */
  isConfirmed(room: Room): boolean {
    return this.#needs.get(room)?.followed.confirmed ?? false
  }

  refusal(room: Room): string | null {
    return this.#needs.get(room)?.followed.refused ?? null
  }

  /** How many rooms are wanted and not known to be complete. */
  get behind(): number {
    return [...this.#needs.values()].filter(({ followed, count }) => followed.interrupted && followed.refused === null && count > 0).length
  }

  get positions(): Readonly<Record<Room, { epoch: Epoch; seq: number; confirmed: boolean }>> {
    return Object.fromEntries(
      this.#all.flatMap(({ room, log, confirmed }) => (log ? [[room, { epoch: log.epoch, seq: log.last, confirmed }]] : [])),
    )
  }

  /**
   * Somebody needs the room; the answer ends the need.
   * @param awaitsSnapshot a list is being read that will say where to begin; else the room begins at its head
   */
  enter(room: Room, awaitsSnapshot: boolean): () => void {
    const need = this.#needFor(room)
    // Who comes back to a room they lost the right to asks again: it may have been given back.
    if (need.count === 0) need.followed.refused = null
    need.count += 1
    clearTimeout(need.leaving)
    need.leaving = undefined
    if (!awaitsSnapshot && !need.followed.log) need.followed.goOn()
    let left = false
    return () => {
      if (left) return
      left = true
      need.count -= 1
      if (need.count === 0) need.leaving = setTimeout(() => this.#leave(room, need), LEAVE_AFTER_MS)
    }
  }

  /**
   * A snapshot has landed. Resolves when the room's log reaches back to it and as far as `upTo`, or at once when that
   * cannot be known now because the line is closed.
   */
  async land(room: Room, at: Position, upTo = at.seq): Promise<void> {
    await this.#needs.get(room)?.followed.land(at, upTo)
  }

  /** What came in one message: the lists of a room are carried on once, by all of it. */
  deliver(deliveries: readonly Delivery[]): void {
    for (const [room, ofRoom] of Map.groupBy(deliveries, (delivery) => delivery.room)) this.#needs.get(room)?.followed.deliver(ofRoom)
  }

  tick(epoch: Epoch, heads: Readonly<Record<Room, number>>): void {
    for (const [room, head] of Object.entries(heads) as [Room, number][]) this.#needs.get(room)?.followed.tick(epoch, head)
  }

  resync(room: Room): void {
    this.#needs.get(room)?.followed.resync()
  }

  revoke(room: Room, code: string): void {
    this.#needs.get(room)?.followed.revoke(code)
  }

  /** RT7: everything held is asked on from where it stands. */
  lineOpened(): void {
    this.#open = true
    for (const followed of this.#all) followed.goOn()
    this.#options.changed()
  }

  lineClosed(): void {
    this.#open = false
    for (const followed of this.#all) followed.lineClosed()
    this.#options.changed()
  }

  /** Signing out: nothing stays. */
  forgetAll(): void {
    for (const { followed, leaving } of this.#needs.values()) {
      clearTimeout(leaving)
      followed.stop()
    }
    this.#needs.clear()
    this.#options.changed()
  }

  get #all(): readonly RoomSubscription[] {
    return [...this.#needs.values()].map(({ followed }) => followed)
  }

  #needFor(room: Room): Need {
    const known = this.#needs.get(room)
    if (known) return known
    this.#subscriptions += 1
    const line = { isOpen: () => this.#open, ask: this.#options.ask }
    const followed = new RoomSubscription(room, `s${this.#subscriptions}`, line, this.#options)
    const need: Need = { followed, count: 0, leaving: undefined }
    this.#needs.set(room, need)
    return need
  }

  #leave(room: Room, { followed, count }: Need): void {
    if (count > 0) return
    this.#needs.delete(room)
    followed.stop()
    if (this.#open) this.#options.ask('unsubscription', { subscription_id: followed.subscriptionId }).catch(() => undefined)
    this.#options.left(room)
    this.#options.changed()
  }
}
