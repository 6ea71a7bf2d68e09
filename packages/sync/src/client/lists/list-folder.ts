import {
  type AppliedList,
  applyDeliveries,
  type Delivery,
  type Epoch,
  type Room,
  rowOrder,
  type Snapshot,
  type View,
  type ViewRow,
} from '@wardline/events'
import type { RoomSubscriptions } from '../rooms/room-subscriptions.ts'

/** How a list is folded: its view, its rooms and its filter. */
export interface ListDefinition {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly view: View<any>
  readonly rooms: readonly Room[]
  /** Narrows a filtered list; the same filter that the server's query used. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly keep?: (row: any) => boolean
}

export type List = AppliedList<ViewRow>

/** A page that events overtook in transit is read again; in a room that never rests the next event causes another read. */
const READS_AT_MOST = 3

export const isList = (data: unknown): data is List => typeof data === 'object' && data !== null && 'positions' in data && 'rows' in data

/** Returns how far the furthest of these lists is in a room, within one epoch. */
export const furthestIn = (room: Room, epoch: Epoch, lists: readonly unknown[]): number =>
  Math.max(0, ...lists.map((list) => (isList(list) && list.asOf.epoch === epoch ? (list.positions[room] ?? 0) : 0)))

/**
 * Continues lists with the logs of their rooms. A list that was read is caught up before it is shown (RT8), and no list
 * goes back (RT2) unless the server says that there is no more (RT7). Holds no list itself.
 */
export class ListFolder {
  readonly #rooms: Pick<RoomSubscriptions, 'log' | 'isConfirmed' | 'land'>

  constructor(rooms: Pick<RoomSubscriptions, 'log' | 'isConfirmed' | 'land'>) {
    this.#rooms = rooms
  }

  /**
   * Returns the list continued by every delivery that the logs of its rooms hold; null when part of them is not kept.
   * @param isPart other pages precede this one
   */
  fold(definition: ListDefinition, list: List, isPart = false): List | null {
    let folded = list
    for (const room of definition.rooms) {
      const log = this.#rooms.log(room)
      const position = folded.positions[room]
      if (!log || position === undefined) continue
      const deliveries: readonly Delivery[] | null = log.epoch === folded.asOf.epoch ? log.since(position) : null
      if (deliveries === null) return null
      folded = applyDeliveries(definition.view, folded, deliveries, definition.keep, isPart)
    }
    return folded
  }

  /** Chooses between the list on screen and one that was read: the later of them, continued. */
  settle(definition: ListDefinition, shown: List | null, read: List): { readonly list: List; readonly isFolded: boolean } {
    const folded = this.fold(definition, read)
    const isConfirmed = folded !== null && definition.rooms.every((room) => this.#rooms.isConfirmed(room))
    if (shown && !isConfirmed && isAhead(shown, folded ?? read)) return { list: shown, isFolded: false }
    return folded ? { list: folded, isFolded: true } : { list: read, isFolded: false }
  }

  /** Waits until the logs reach back to a list that was read, and as far as the lists that are shown (RT8, RT2). */
  async land(
    { rooms }: ListDefinition,
    { asOf, positions }: Snapshot<ViewRow>,
    shownUpTo: (room: Room, epoch: Epoch) => number,
  ): Promise<void> {
    await Promise.all(
      rooms.map((room) => {
        const seq = positions[room] ?? asOf.seq
        return this.#rooms.land(room, { epoch: asOf.epoch, seq }, Math.max(seq, shownUpTo(room, asOf.epoch)))
      }),
    )
  }

  /** Starts the log of each room that has none at the list's position: a resync during the read dropped it. */
  follow({ rooms }: ListDefinition, { asOf, positions }: Snapshot<ViewRow>): void {
    for (const room of rooms) {
      const seq = positions[room]
      if (seq !== undefined && !this.#rooms.log(room)) void this.#rooms.land(room, { epoch: asOf.epoch, seq })
    }
  }

  /** Reads a list until no known event moves a row into it that only the server knows in full. */
  async read<Row extends ViewRow>(
    definition: ListDefinition,
    fetch: () => Promise<Snapshot<Row>>,
    land: (snapshot: Snapshot<Row>) => Promise<void>,
  ): Promise<Snapshot<Row>> {
    for (let reads = 1; ; reads++) {
      const snapshot = await fetch()
      await land(snapshot)
      if (reads === READS_AT_MOST || this.fold(definition, snapshot)?.isIncomplete !== true) return snapshot
    }
  }

  /** Returns the list with its next page; null when the two are of different moments and the list must be read again. */
  join(definition: ListDefinition, shown: List | null, page: Snapshot<ViewRow>): List | null {
    const list = shown ? this.fold(definition, shown) : null
    const next = this.fold(definition, page, true)
    // While the connection is closed the page may be ahead of the list.
    if (!list || !next || !isSameMoment(list, next)) return null
    const loaded = new Set(list.rows.map(({ id }) => id))
    const rows = [...list.rows, ...next.rows.filter(({ id }) => !loaded.has(id))].sort(rowOrder(definition.view))
    const { isIncomplete: overtaken = next.isIncomplete } = list
    return { ...next, rows, ...(overtaken ? { isIncomplete: overtaken } : {}) }
  }
}

/** Further in at least one room and behind in none. */
function isAhead(list: List, other: List): boolean {
  const steps = Object.entries(other.positions).map(([room, seq]) => (list.positions[room as Room] ?? 0) - seq)
  return list.asOf.epoch === other.asOf.epoch && steps.every((step) => step >= 0) && steps.some((step) => step > 0)
}

const isSameMoment = (a: List, b: List) =>
  a.asOf.epoch === b.asOf.epoch && Object.entries(a.positions).every(([room, seq]) => b.positions[room as Room] === seq)
