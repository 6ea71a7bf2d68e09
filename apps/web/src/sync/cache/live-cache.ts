import { type QueryClient, type QueryKey, replaceEqualDeep } from '@tanstack/react-query'
import type { Room, Snapshot, ViewRow } from '@wardline/events'
import { furthestIn, isList, type List, type ListDefinition, ListFolder, type RoomSubscriptions } from '@wardline/sync/client'
import { problemOf } from '../../api/refusals.ts'

/** Metadata of a live query, from which events are folded into its data. */
export type Live = ListDefinition

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly live?: Live }
  }
}

/** Delay between attempts to load a list, ms, after TanStack's own retries. */
const RETRY_DELAY_MS = 3_000

/**
 * Keeps the query cache up to date with events. Only fetches and folds write to it (RT9). A fetched list is brought up to
 * date from the room's log before it is shown, and a running fetch is never cancelled (RT8).
 */
export class LiveCache {
  readonly #queries: QueryClient
  readonly #folder: ListFolder
  /** Lists that are folded already; TanStack passes every write to `structuralSharing`, fetched or not. */
  readonly #folded = new WeakSet<object>()

  constructor(queries: QueryClient, rooms: RoomSubscriptions) {
    this.#queries = queries
    this.#folder = new ListFolder(rooms)
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
      const { list, isFolded } = this.#folder.settle(live, known, known ? withStableRows(known, fetched) : fetched)
      return isFolded ? this.#markFolded(list) : list
    }

  /** Waits until the room's log covers a fetched list and everything already displayed of the room (RT8, RT2). */
  async awaitLog(live: Live, snapshot: Snapshot<ViewRow>): Promise<void> {
    await this.#folder.land(live, snapshot, (room, epoch) =>
      furthestIn(
        room,
        epoch,
        this.#queriesOf(room).map(({ state }) => state.data),
      ),
    )
  }

  /** Fetches a list, again when events overtook it in transit. */
  read<Row extends ViewRow>(live: Live, fetch: () => Promise<Snapshot<Row>>): Promise<Snapshot<Row>> {
    return this.#folder.read(live, fetch, (snapshot) => this.awaitLog(live, snapshot))
  }

  /** Appends the next page to a loaded list once both are at the same position. */
  async join(queryKey: QueryKey, live: Live, page: Snapshot<ViewRow>): Promise<void> {
    await this.awaitLog(live, page)
    const known = this.#queries.getQueryData(queryKey)
    const joined = this.#folder.join(live, isList(known) ? known : null, page)
    if (joined) this.#write(queryKey, joined)
    else this.#refetch(queryKey)
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

  #queriesOf(room: Room) {
    return this.#queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.rooms.includes(room) ?? false })
  }

  #update(queryKey: QueryKey, live: Live, list: List): void {
    const folded = this.#folder.fold(live, list)
    if (!folded) this.#refetch(queryKey)
    else if (folded !== list || list.isIncomplete) this.#write(queryKey, folded)
  }

  #write(queryKey: QueryKey, list: List): void {
    this.#queries.setQueryData(queryKey, this.#markFolded(list))
    if (list.isIncomplete) this.#refetch(queryKey)
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
