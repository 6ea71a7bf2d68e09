import type { QueryClient, QueryFunctionContext, QueryKey } from '@tanstack/react-query'
import type { TRPCUntypedClient } from '@trpc/client'
import type { Snapshot, ViewRow } from '@wardline/events'
import type { AppRouter } from '../../api/trpc.ts'
import type { Live, LiveCache } from './live-cache.ts'

/** What `trpc.….queryOptions(input)` gives; path and input are read from its key. */
export interface ListQuery {
  readonly queryKey: QueryKey
  readonly trpc: { readonly path: string }
}

/** The most rows one page may have (`paged` in packages/events). */
const PAGE_MOST = 1_000

export interface Hosts {
  readonly client: TRPCUntypedClient<AppRouter>
  readonly cache: LiveCache
}

const inputOf = ({ queryKey }: ListQuery) => (queryKey[1] as { input?: Record<string, unknown> } | undefined)?.input ?? {}

/** One page, as the server has it now. */
export const readPage = <Row extends ViewRow>(
  { client }: Hosts,
  query: ListQuery,
  page: { cursor?: string | null; limit?: number },
  signal?: AbortSignal,
): Promise<Snapshot<Row>> => client.query(query.trpc.path, { ...inputOf(query), ...page }, { signal }) as Promise<Snapshot<Row>>

/** How a list is read; unless said otherwise, its first page with as many rows as were loaded, so that it does not shrink under the reader. */
export type ReadList<Row> = (context: QueryFunctionContext) => Promise<Snapshot<Row>>

const readAgain =
  <Row extends ViewRow>(hosts: Hosts, query: ListQuery): ReadList<Row> =>
  ({ client, signal }) => {
    const loaded = loadedRows(client, query.queryKey)
    return readPage<Row>(hosts, query, loaded > 0 ? { limit: Math.min(PAGE_MOST, loaded) } : {}, signal)
  }

/** A list that lives: read once, then carried on by events; only a lost position makes it worth reading again. */
export const liveOptions = <Row extends ViewRow>(hosts: Hosts, live: Live, query: ListQuery, read = readAgain<Row>(hosts, query)) => ({
  queryKey: query.queryKey,
  queryFn: (context: QueryFunctionContext) => hosts.cache.read(live, () => read(context)),
  meta: { live },
  structuralSharing: hosts.cache.settle(live),
  staleTime: Number.POSITIVE_INFINITY,
})

function loadedRows(client: QueryClient, queryKey: QueryKey): number {
  return client.getQueryData<Snapshot<ViewRow>>(queryKey)?.rows.length ?? 0
}
