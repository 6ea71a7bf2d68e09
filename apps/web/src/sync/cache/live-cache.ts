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

/** Metadata of a live query, from which events are folded into its data. */
export interface Live {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly view: View<any>
  readonly rooms: readonly Room[]
  /** Filter of the list, the same one the server applied. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly keep?: (row: any) => boolean
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly live?: Live }
  }
}

type List = AppliedList<ViewRow>

/** Delay between attempts to load a list, ms, after TanStack's own retries. */
const RETRY_DELAY_MS = 3_000

const isList = (data: unknown): data is List => typeof data === 'object' && data !== null && 'positions' in data && 'rows' in data

/**
 * Keeps the query cache up to date with events. Only fetches and folds write to it (RT9). A fetched list is brought up to
 * date from the room's log before it is shown, and a running fetch is never cancelled (RT8).
 */
export class LiveCache {
  readonly #queries: QueryClient
  readonly #rooms: RoomSubscriptions
  /** Lists that are folded already; TanStack passes every write to `structuralSharing`, fetched or not. */
  readonly #folded = new WeakSet<object>()

  constructor(queries: QueryClient, rooms: RoomSubscriptions) {
    this.#queries = queries
    this.#rooms = rooms
  }

  /** Applies new deliveries of a room to all its lists. */
  arrived(room: Room): void {
    for (const query of this.#queriesOf(room)) {
      const { data } = query.state
      const live = query.meta?.live
      if (live && isList(data)) this.#update(query.queryKey, live, data)
    }
  }

  /** `structuralSharing` of a list: unchanged rows keep their identity, and newer events of the log are folded in. */
  readonly merge =
    (live: Live) =>
    (current: unknown, fetched: unknown): unknown => {
      if (!isList(fetched) || this.#folded.has(fetched)) return fetched
      const known = isList(current) ? current : null
      const folded = this.#fold(live, known ? withStableRows(known, fetched) : fetched)
      // An older list would undo what was displayed (RT2), unless the server confirms that there are no more events (RT7).
      const isConfirmed = folded !== null && live.rooms.every((room) => this.#rooms.isConfirmed(room))
      if (known && !isConfirmed && isAhead(known, folded ?? fetched)) return known
      return folded ? this.#markFolded(folded) : fetched
    }

  /** Waits until the room's log covers a fetched list and everything already displayed of the room (RT8, RT2). */
  async awaitLog({ rooms }: Live, { asOf, positions }: Snapshot<ViewRow>): Promise<void> {
    await Promise.all(
      rooms.map((room) => {
        const seq = positions[room] ?? asOf.seq
        return this.#rooms.land(room, { epoch: asOf.epoch, seq }, Math.max(seq, this.#displayedPosition(room, asOf.epoch)))
      }),
    )
  }

  /** Whether a known event moved a row into the fetched page whose data only the server has. */
  isOvertaken(live: Live, fetched: Snapshot<ViewRow>): boolean {
    return this.#fold(live, fetched)?.overtaken === true
  }

  /** Appends the next page to a loaded list once both are at the same position. */
  async join(queryKey: QueryKey, live: Live, page: Snapshot<ViewRow>): Promise<void> {
    await this.awaitLog(live, page)
    const known = this.#queries.getQueryData(queryKey)
    const current = isList(known) ? this.#fold(live, known) : null
    const next = this.#fold(live, page, true)
    // Without a connection the page may be newer than the list; rows of two different times must not be mixed.
    if (!current || !next || !areAtSamePosition(current, next)) {
      this.#refetch(queryKey)
      return
    }
    const loaded = new Set(current.rows.map(({ id }) => id))
    const rows = [...current.rows, ...next.rows.filter(({ id }) => !loaded.has(id))].sort(comparing(live.view))
    const { overtaken = next.overtaken } = current
    this.#write(queryKey, { ...next, rows, ...(overtaken ? { overtaken } : {}) })
  }

  /** Refetches every active list of a room. Returns whether there was one. */
  resync(room: Room): boolean {
    const active = this.#queriesOf(room).filter((query) => query.isActive())
    for (const query of this.#queriesOf(room)) if (!query.isActive()) this.#queries.removeQueries({ queryKey: query.queryKey, exact: true })
    for (const { queryKey } of active) this.#refetch(queryKey)
    return active.length > 0
  }

  /** Removes the rows of a room from memory and screen after access was revoked (RT10). */
  drop(room: Room): void {
    for (const query of this.#queriesOf(room)) query.isActive() ? query.reset() : this.#queries.getQueryCache().remove(query)
  }

  /** Removes inactive lists of a room that is no longer subscribed, as they would become stale. */
  left(room: Room): void {
    for (const query of this.#queriesOf(room)) if (!query.isActive()) this.#queries.getQueryCache().remove(query)
  }

  /** Refetches, after reconnecting, the lists that failed to load. */
  refetchFailed(): void {
    void this.#queries.refetchQueries(
      { type: 'active', predicate: ({ state }) => state.status === 'error' && problemOf(state.error).kind !== 'refusal' },
      { cancelRefetch: false },
    )
  }

  /** Position of the most recent list of a room within an epoch. */
  #displayedPosition(room: Room, epoch: Epoch): number {
    const lists = this.#queriesOf(room).map(({ state }) => state.data)
    return Math.max(0, ...lists.map((list) => (isList(list) && list.asOf.epoch === epoch ? (list.positions[room] ?? 0) : 0)))
  }

  #queriesOf(room: Room) {
    return this.#queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.rooms.includes(room) ?? false })
  }

  #update(queryKey: QueryKey, live: Live, list: List): void {
    const folded = this.#fold(live, list)
    if (!folded) this.#refetch(queryKey)
    else if (folded !== list || list.overtaken) this.#write(queryKey, folded)
  }

  #write(queryKey: QueryKey, list: List): void {
    this.#queries.setQueryData(queryKey, this.#markFolded(list))
    if (list.overtaken) this.#refetch(queryKey)
  }

  /** The list with all later events of its rooms' logs applied; null if a log does not reach back far enough. */
  #fold(live: Live, list: List, isPart = false): List | null {
    let folded = list
    for (const room of live.rooms) {
      const log = this.#rooms.log(room)
      const position = folded.positions[room]
      if (!log || position === undefined) continue
      const deliveries: readonly Delivery[] | null = log.epoch === folded.asOf.epoch ? log.since(position) : null
      if (deliveries === null) return null
      folded = applyDeliveries(live.view, folded, deliveries, live.keep, isPart)
    }
    return folded
  }

  #markFolded<L extends object>(list: L): L {
    this.#folded.add(list)
    return list
  }

  /** Refetches a list that cannot be updated from the log; a failed fetch is repeated while the list is displayed. */
  #refetch(queryKey: QueryKey): void {
    this.#queries.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false, throwOnError: true }).catch((error) => {
      if (problemOf(error).kind === 'refusal') return
      setTimeout(() => {
        const query = this.#queries.getQueryCache().find({ queryKey, exact: true })
        if (query?.isActive() && query.state.status === 'error') this.#refetch(queryKey)
      }, RETRY_DELAY_MS)
    })
  }
}

/** Keeps the identity of unchanged rows, so that a table renders only changed ones. */
function withStableRows(current: List, fetched: List): List {
  const known = new Map(current.rows.map((row) => [row.id, row]))
  return { ...fetched, rows: fetched.rows.map((row) => replaceEqualDeep(known.get(row.id), row)) }
}

/** Whether a list is newer in some room and older in none. */
function isAhead(current: List, fetched: List): boolean {
  const steps = Object.entries(fetched.positions).map(([room, seq]) => (current.positions[room as Room] ?? 0) - seq)
  return current.asOf.epoch === fetched.asOf.epoch && steps.every((step) => step >= 0) && steps.some((step) => step > 0)
}

const areAtSamePosition = (a: List, b: List) =>
  a.asOf.epoch === b.asOf.epoch && Object.entries(a.positions).every(([room, seq]) => b.positions[room as Room] === seq)
