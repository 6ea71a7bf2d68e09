import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { type Trpc, useTRPC, useTRPCClient } from '../../api/trpc.ts'

export type TracedEvent = inferOutput<Trpc['log']['correlated']>['rows'][number]
export type Windows = inferOutput<Trpc['log']['windows']>

/** Search term: a correlation id, or an event id for its causal chain. */
export interface EventSearch {
  readonly by: 'act' | 'event'
  readonly id: string
}

export interface SearchResult {
  readonly by: EventSearch['by']
  readonly rows: readonly TracedEvent[]
}

const AUDITED_QUERY = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }

/** One query for both: an id without correlated events may be an event id. Each access is audited, so it is never refetched automatically. */
export function useTrace(search: EventSearch | null) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  return useQuery({
    queryKey: [...trpc.log.correlated.queryKey({ correlationId: search?.id ?? '' }), search?.by],
    queryFn: async ({ signal }): Promise<SearchResult> => {
      const id = search?.id ?? ''
      const act = search?.by === 'act' ? await client.log.correlated.query({ correlationId: id }, { signal }) : { rows: [] }
      if (act.rows.length > 0) return { by: 'act', rows: act.rows }
      return { by: 'event', rows: (await client.log.causes.query({ eventId: id }, { signal })).rows }
    },
    enabled: search !== null,
    ...AUDITED_QUERY,
  })
}

/** The newest events, shown before a search. */
export function useLatest(enabled: boolean) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.log.latest.queryOptions(), enabled, staleTime: 0, gcTime: 0 })
}

const POLL_INTERVAL_MS = 15_000

export function useWindows(minutes: number) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.log.windows.queryOptions({ minutes, windows: 24 }), staleTime: 0, refetchInterval: POLL_INTERVAL_MS })
}
