import type { Delivery, Epoch, Position, Room } from '@wardline/events'
import type { RoomLog } from './room-log.ts'
import { type RoomListener, RoomSubscription } from './room-subscription.ts'

/** Changing tabs, or closing a chart by mistake, keeps the room; after a longer absence it is read again. */
export const LEAVE_AFTER_MS = 30_000

export interface RoomSubscriptionsOptions extends RoomListener {
  /** Rejects when the connection is closed. */
  readonly request: (name: string, payload: unknown) => Promise<unknown>
  /** The room was left after its grace period. */
  readonly onLeft: (room: Room) => void
}

interface Usage {
  readonly subscription: RoomSubscription
  /** Parts of the screen that use the room. */
  count: number
  leaving: ReturnType<typeof setTimeout> | undefined
}

/**
 * The rooms that this client follows: counted by use, caught up by position, left after a grace period. Holds RT5
 * (ticks), RT6 (holes), RT7 (reconnect) and RT8 (snapshots) on the client's side.
 */
export class RoomSubscriptions {
  readonly #options: RoomSubscriptionsOptions
  readonly #usages = new Map<Room, Usage>()
  #isOpen = false
  #lastId = 0

  constructor(options: RoomSubscriptionsOptions) {
    this.#options = options
  }

  log(room: Room): RoomLog | null {
    return this.#usages.get(room)?.subscription.log ?? null
  }

  /** Whether the server has placed this client in the room's stream. */
  isConfirmed(room: Room): boolean {
    return this.#usages.get(room)?.subscription.isConfirmed ?? false
  }

  refusal(room: Room): string | null {
    return this.#usages.get(room)?.subscription.refused ?? null
  }

  /** How many rooms in use are not known to be complete. */
  get behind(): number {
    return [...this.#usages.values()].filter(
      ({ subscription, count }) => subscription.isBehind && subscription.refused === null && count > 0,
    ).length
  }

  get positions(): Readonly<Record<Room, { epoch: Epoch; seq: number; confirmed: boolean }>> {
    return Object.fromEntries(
      this.#all.flatMap(({ room, log, isConfirmed }) => (log ? [[room, { epoch: log.epoch, seq: log.last, confirmed: isConfirmed }]] : [])),
    )
  }

  /**
   * Uses the room; returns the function that ends the use.
   * @param awaitsSnapshot a list is being read and will set the starting position; otherwise the room starts at its head
   */
  enter(room: Room, awaitsSnapshot: boolean): () => void {
    const usage = this.#usageOf(room)
    // A room that was refused is requested again when a user returns to it: the right may have been restored.
    if (usage.count === 0) usage.subscription.refused = null
    usage.count += 1
    clearTimeout(usage.leaving)
    usage.leaving = undefined
    if (!awaitsSnapshot && !usage.subscription.log) usage.subscription.resume()
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      usage.count -= 1
      if (usage.count === 0) usage.leaving = setTimeout(() => this.#leave(room, usage), LEAVE_AFTER_MS)
    }
  }

  /**
   * Reports a snapshot that was read (RT8). Resolves when the room's log covers the range from it to `upTo`, or at once
   * when that cannot be known because the connection is closed.
   */
  async land(room: Room, at: Position, upTo = at.seq): Promise<void> {
    await this.#usages.get(room)?.subscription.land(at, upTo)
  }

  /** Takes the deliveries of one message; the lists of each room are continued once, by all of them. */
  deliver(deliveries: readonly Delivery[]): void {
    for (const [room, inRoom] of Map.groupBy(deliveries, (delivery) => delivery.room)) this.#usages.get(room)?.subscription.deliver(inRoom)
  }

  tick(epoch: Epoch, heads: Readonly<Record<Room, number>>): void {
    for (const [room, head] of Object.entries(heads) as [Room, number][]) this.#usages.get(room)?.subscription.tick(epoch, head)
  }

  resync(room: Room): void {
    this.#usages.get(room)?.subscription.resync()
  }

  revoke(room: Room, code: string): void {
    this.#usages.get(room)?.subscription.revoke(code)
  }

  /** RT7: resumes every room from its position. */
  onConnectionOpened(): void {
    this.#isOpen = true
    for (const subscription of this.#all) subscription.resume()
    this.#options.onChange()
  }

  onConnectionClosed(): void {
    this.#isOpen = false
    for (const subscription of this.#all) subscription.onConnectionClosed()
    this.#options.onChange()
  }

  /** Drops every room: the user signed out. */
  clear(): void {
    for (const { subscription, leaving } of this.#usages.values()) {
      clearTimeout(leaving)
      subscription.stop()
    }
    this.#usages.clear()
    this.#options.onChange()
  }

  get #all(): readonly RoomSubscription[] {
    return [...this.#usages.values()].map(({ subscription }) => subscription)
  }

  #usageOf(room: Room): Usage {
    const known = this.#usages.get(room)
    if (known) return known
    this.#lastId += 1
    const transport = { isOpen: () => this.#isOpen, request: this.#options.request }
    const subscription = new RoomSubscription(room, `s${this.#lastId}`, transport, this.#options)
    const usage: Usage = { subscription, count: 0, leaving: undefined }
    this.#usages.set(room, usage)
    return usage
  }

  #leave(room: Room, { subscription, count }: Usage): void {
    if (count > 0) return
    this.#usages.delete(room)
    subscription.stop()
    if (this.#isOpen) this.#options.request('unsubscription', { subscription_id: subscription.subscriptionId }).catch(() => undefined)
    this.#options.onLeft(room)
    this.#options.onChange()
  }
}
