import type { QueryClient, QueryFunctionContext, QueryKey } from '@tanstack/react-query'
import type { TRPCUntypedClient } from '@trpc/client'
import type { Snapshot, ViewRow } from '@wardline/events'
import type { AppRouter } from '../../api/trpc.ts'
import type { Live, LiveCache } from './live-cache.ts'

/** Result of `trpc.….queryOptions(input)`; path and input are read from its key. */
export interface ListQuery {
  readonly queryKey: QueryKey
  readonly trpc: { readonly path: string }
}

/** Largest page size (`paged` in packages/events). */
const MAX_PAGE_SIZE = 1_000

export interface ListDependencies {
  readonly client: TRPCUntypedClient<AppRouter>
  readonly cache: LiveCache
}

const inputOf = ({ queryKey }: ListQuery) => (queryKey[1] as { input?: Record<string, unknown> } | undefined)?.input ?? {}

/** Fetches one page of a list. */
export const readPage = <Row extends ViewRow>(
  { client }: ListDependencies,
  query: ListQuery,
  page: { cursor?: string | null; limit?: number },
  signal?: AbortSignal,
): Promise<Snapshot<Row>> =>
  client.query(query.trpc.path, { ...inputOf(query), ...page }, signal ? { signal } : {}) as Promise<Snapshot<Row>>

/** Fetches a list; by default the first page with as many rows as are loaded, so that the displayed list does not shrink. */
export type ReadList<Row> = (context: QueryFunctionContext) => Promise<Snapshot<Row>>

const refetchLoaded =
  <Row extends ViewRow>(dependencies: ListDependencies, query: ListQuery): ReadList<Row> =>
  ({ client, signal }) => {
    const loaded = loadedRows(client, query.queryKey)
    return readPage<Row>(dependencies, query, loaded > 0 ? { limit: Math.min(MAX_PAGE_SIZE, loaded) } : {}, signal)
  }

/** Query options of a live list: fetched once, then updated by events; refetched only if its position is lost. */
export const liveOptions = <Row extends ViewRow>(
  dependencies: ListDependencies,
  live: Live,
  query: ListQuery,
  read = refetchLoaded<Row>(dependencies, query),
) => ({
  queryKey: query.queryKey,
  queryFn: (context: QueryFunctionContext) => dependencies.cache.read(live, () => read(context)),
  meta: { live },
  structuralSharing: dependencies.cache.merge(live),
  staleTime: Number.POSITIVE_INFINITY,
})

function loadedRows(client: QueryClient, queryKey: QueryKey): number {
  return client.getQueryData<Snapshot<ViewRow>>(queryKey)?.rows.length ?? 0
}
