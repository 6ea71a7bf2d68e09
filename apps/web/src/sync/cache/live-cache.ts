import { type QueryClient, type QueryKey, replaceEqualDeep } from '@tanstack/react-query'
import {
  type AppliedList,
  applyDeliveries,
  comparing,
  type Delivery,
  type Epoch,
  type Room,
  type Snapshot,
  type View,
  type ViewRow,
} from '@wardline/events'
import { problemOf } from '../../api/refusals.ts'
import type { RoomSubscriptions } from '../client/room-subscriptions.ts'

/** What a query says about itself so that events can be folded into it. */
export interface Live {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly view: View<any>
  readonly rooms: readonly Room[]
  /** Narrows a filtered list; the same filter the server was asked with. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly keep?: (row: any) => boolean
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly live?: Live }
  }
}

type List = AppliedList<ViewRow>

/** Between two tries at reading a list; TanStack's own retries came before. */
const READ_AGAIN_MS = 3_000

const isList = (data: unknown): data is List => typeof data === 'object' && data !== null && 'positions' in data && 'rows' in data

/**
 * The query cache under events. It is written by fetches and folds and by nothing else (RT9); a landing fetch is
 * carried on from the room's log before anyone sees it, and a running fetch is never cancelled (RT8).
 */
export class LiveCache {
  readonly #queries: QueryClient
  readonly #rooms: RoomSubscriptions
  /** Lists that are folded already; TanStack hands every write to `structuralSharing`, fetched or not. */
  readonly #folded = new WeakSet<object>()

  constructor(queries: QueryClient, rooms: RoomSubscriptions) {
    this.#queries = queries
    this.#rooms = rooms
  }

  /** New deliveries stand in the log of a room: every list of the room is carried on. */
  arrived(room: Room): void {
    for (const query of this.#queriesOf(room)) {
      const { data } = query.state
      const live = query.meta?.live
      if (live && isList(data)) this.#carryOn(query.queryKey, live, data)
    }
  }

  /** How a list is written into the cache: the old rows stay the same objects, and what the log knows beyond it is folded in. */
  readonly settle =
    (live: Live) =>
    (held: unknown, landing: unknown): unknown => {
      if (!isList(landing) || this.#folded.has(landing)) return landing
      const known = isList(held) ? held : null
      const carried = this.#fold(live, known ? withKnownRows(known, landing) : landing)
      // Going back would undo what people saw (RT2), unless the server says that there is no more (RT7).
      const isConfirmed = carried !== null && live.rooms.every((room) => this.#rooms.isConfirmed(room))
      if (known && !isConfirmed && isAhead(known, carried ?? landing)) return known
      return carried ? this.#mark(carried) : landing
    }

  /** A list was fetched: its room's log must reach back to it, and as far as what is shown of the room, before it is shown (RT8, RT2). */
  async landed({ rooms }: Live, { asOf, positions }: Snapshot<ViewRow>): Promise<void> {
    await Promise.all(
      rooms.map((room) => {
        const seq = positions[room] ?? asOf.seq
        return this.#rooms.land(room, { epoch: asOf.epoch, seq }, Math.max(seq, this.#shownOf(room, asOf.epoch)))
      }),
    )
  }

  /** Whether an event that is known already moved a row, of which only the server knows all, into what was read. */
  hasOvertaken(live: Live, landing: Snapshot<ViewRow>): boolean {
    return this.#fold(live, landing)?.overtaken === true
  }

  /** Joins the next page to a loaded list once both stand at the same position. */
  async join(queryKey: QueryKey, live: Live, page: Snapshot<ViewRow>): Promise<void> {
    await this.landed(live, page)
    const known = this.#queries.getQueryData(queryKey)
    const held = isList(known) ? this.#fold(live, known) : null
    const next = this.#fold(live, page, true)
    // While the line is closed the page may know what the list does not: two moments make no list.
    if (!held || !next || !standTogether(held, next)) {
      this.#refetch(queryKey)
      return
    }
    const loaded = new Set(held.rows.map(({ id }) => id))
    const rows = [...held.rows, ...next.rows.filter(({ id }) => !loaded.has(id))].sort(comparing(live.view))
    const { overtaken = next.overtaken } = held
    this.#write(queryKey, { ...next, rows, ...(overtaken ? { overtaken } : {}) })
  }

  /** Reads every list of a room again; false when there is none. */
  resync(room: Room): boolean {
    const active = this.#queriesOf(room).filter((query) => query.isActive())
    for (const query of this.#queriesOf(room)) if (!query.isActive()) this.#queries.removeQueries({ queryKey: query.queryKey, exact: true })
    for (const { queryKey } of active) this.#refetch(queryKey)
    return active.length > 0
  }

  /** The reader may not see the room any more: its rows leave memory and screen at once (RT10). */
  drop(room: Room): void {
    for (const query of this.#queriesOf(room)) query.isActive() ? query.reset() : this.#queries.getQueryCache().remove(query)
  }

  /** Nobody follows the room: what is not on screen would only grow old. */
  left(room: Room): void {
    for (const query of this.#queriesOf(room)) if (!query.isActive()) this.#queries.getQueryCache().remove(query)
  }

  /** The server is back: what could not be read while it was away is read now. */
  readFailedAgain(): void {
    void this.#queries.refetchQueries(
      { type: 'active', predicate: ({ state }) => state.status === 'error' && problemOf(state.error).kind !== 'refusal' },
      { cancelRefetch: false },
    )
  }

  /** How far the furthest list of a room is, in one life of the log. */
  #shownOf(room: Room, epoch: Epoch): number {
    const lists = this.#queriesOf(room).map(({ state }) => state.data)
    return Math.max(0, ...lists.map((list) => (isList(list) && list.asOf.epoch === epoch ? (list.positions[room] ?? 0) : 0)))
  }

  #queriesOf(room: Room) {
    return this.#queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.rooms.includes(room) ?? false })
  }

  #carryOn(queryKey: QueryKey, live: Live, list: List): void {
    const carried = this.#fold(live, list)
    if (!carried) this.#refetch(queryKey)
    else if (carried !== list || list.overtaken) this.#write(queryKey, carried)
  }

  #write(queryKey: QueryKey, list: List): void {
    this.#queries.setQueryData(queryKey, this.#mark(list))
    if (list.overtaken) this.#refetch(queryKey)
  }

  /** The list carried on by everything the logs of its rooms know; null when part of that is not held. */
  #fold(live: Live, list: List, isPart = false): List | null {
    let carried = list
    for (const room of live.rooms) {
      const log = this.#rooms.log(room)
      const position = carried.positions[room]
      if (!log || position === undefined) continue
      const deliveries: readonly Delivery[] | null = log.epoch === carried.asOf.epoch ? log.since(position) : null
      if (deliveries === null) return null
      carried = applyDeliveries(live.view, carried, deliveries, live.keep, isPart)
    }
    return carried
  }

  #mark<L extends object>(list: L): L {
    this.#folded.add(list)
    return list
  }

  /** Reads a list again that cannot be carried on; a try that fails is repeated as long as somebody looks at it. */
  #refetch(queryKey: QueryKey): void {
    this.#queries.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false, throwOnError: true }).catch((error) => {
      if (problemOf(error).kind === 'refusal') return
      setTimeout(() => {
        const query = this.#queries.getQueryCache().find({ queryKey, exact: true })
        if (query?.isActive() && query.state.status === 'error') this.#refetch(queryKey)
      }, READ_AGAIN_MS)
    })
  }
}

/** Rows that say the same stay the same objects, so that a table draws only what changed. */
function withKnownRows(held: List, landing: List): List {
  const known = new Map(held.rows.map((row) => [row.id, row]))
  return { ...landing, rows: landing.rows.map((row) => replaceEqualDeep(known.get(row.id), row)) }
}

/** Further in some room and behind in none. */
function isAhead(held: List, landing: List): boolean {
  const steps = Object.entries(landing.positions).map(([room, seq]) => (held.positions[room as Room] ?? 0) - seq)
  return held.asOf.epoch === landing.asOf.epoch && steps.every((step) => step >= 0) && steps.some((step) => step > 0)
}

const standTogether = (a: List, b: List) =>
  a.asOf.epoch === b.asOf.epoch && Object.entries(a.positions).every(([room, seq]) => b.positions[room as Room] === seq)
