import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { type Trpc, useTRPC, useTRPCClient } from '../../api/trpc.ts'

export type Traced = inferOutput<Trpc['log']['correlated']>['rows'][number]
export type Windows = inferOutput<Trpc['log']['windows']>

/** Search term: a correlation id, or an event id for its causal chain. */
export interface Sought {
  readonly by: 'act' | 'event'
  readonly id: string
}

export interface Found {
  readonly by: Sought['by']
  readonly rows: readonly Traced[]
}

const SEEN_IN_THE_TRAIL = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }

/** One query for both: an id without correlated events may be an event id. Each access is audited, so it is never refetched automatically. */
export function useTrace(sought: Sought | null) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  return useQuery({
    queryKey: [...trpc.log.correlated.queryKey({ correlationId: sought?.id ?? '' }), sought?.by],
    queryFn: async ({ signal }): Promise<Found> => {
      const id = sought?.id ?? ''
      const act = sought?.by === 'act' ? await client.log.correlated.query({ correlationId: id }, { signal }) : { rows: [] }
      if (act.rows.length > 0) return { by: 'act', rows: act.rows }
      return { by: 'event', rows: (await client.log.causes.query({ eventId: id }, { signal })).rows }
    },
    enabled: sought !== null,
    ...SEEN_IN_THE_TRAIL,
  })
}

/** The newest events, shown before a search. */
export function useLatest(enabled: boolean) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.log.latest.queryOptions(), enabled, staleTime: 0, gcTime: 0 })
}

const ASK_EVERY_MS = 15_000

export function useWindows(minutes: number) {
  const trpc = useTRPC()
  return useQuery({ ...trpc.log.windows.queryOptions({ minutes, windows: 24 }), staleTime: 0, refetchInterval: ASK_EVERY_MS })
}
