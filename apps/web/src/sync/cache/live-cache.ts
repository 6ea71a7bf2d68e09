import { type QueryClient, type QueryKey, replaceEqualDeep } from '@tanstack/react-query'
import type { Room, Snapshot, ViewRow } from '@wardline/events'
import { furthestIn, isList, type List, type ListDefinition, ListFolder, type RoomSubscriptions } from '@wardline/sync/client'
import { problemOf } from '../../api/refusals.ts'

/** What a query says about itself so that events can be folded into it. */
export type Live = ListDefinition

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly live?: Live }
  }
}

/** Between two tries at reading a list; TanStack's own retries came before. */
const READ_AGAIN_MS = 3_000

/**
 * The query cache under events. It is written by fetches and folds and by nothing else (RT9); a landing fetch is
 * carried on from the room's log before anyone sees it, and a running fetch is never cancelled (RT8).
 */
export class LiveCache {
  readonly #queries: QueryClient
  readonly #folder: ListFolder
  /** Lists that are folded already; TanStack hands every write to `structuralSharing`, fetched or not. */
  readonly #folded = new WeakSet<object>()

  constructor(queries: QueryClient, rooms: RoomSubscriptions) {
    this.#queries = queries
    this.#folder = new ListFolder(rooms)
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
      const { list, isFolded } = this.#folder.settle(live, known, known ? withKnownRows(known, landing) : landing)
      return isFolded ? this.#mark(list) : list
    }

  /** A list was fetched: its room's log must reach back to it, and as far as what is shown of the room, before it is shown (RT8, RT2). */
  async landed(live: Live, snapshot: Snapshot<ViewRow>): Promise<void> {
    await this.#folder.land(live, snapshot, (room, epoch) =>
      furthestIn(
        room,
        epoch,
        this.#queriesOf(room).map(({ state }) => state.data),
      ),
    )
  }

  /** Reads a list, again when an event overtook it on its way. */
  read<Row extends ViewRow>(live: Live, fetch: () => Promise<Snapshot<Row>>): Promise<Snapshot<Row>> {
    return this.#folder.read(live, fetch, (snapshot) => this.landed(live, snapshot))
  }

  /** Joins the next page to a loaded list once both stand at the same position. */
  async join(queryKey: QueryKey, live: Live, page: Snapshot<ViewRow>): Promise<void> {
    await this.landed(live, page)
    const known = this.#queries.getQueryData(queryKey)
    const joined = this.#folder.join(live, isList(known) ? known : null, page)
    if (joined) this.#write(queryKey, joined)
    else this.#refetch(queryKey)
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

  #queriesOf(room: Room) {
    return this.#queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.rooms.includes(room) ?? false })
  }

  #carryOn(queryKey: QueryKey, live: Live, list: List): void {
    const carried = this.#folder.fold(live, list)
    if (!carried) this.#refetch(queryKey)
    else if (carried !== list || list.overtaken) this.#write(queryKey, carried)
  }

  #write(queryKey: QueryKey, list: List): void {
    this.#queries.setQueryData(queryKey, this.#mark(list))
    if (list.overtaken) this.#refetch(queryKey)
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
