import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { type Trpc, useTRPC, useTRPCClient } from '../../lib/trpc.ts'

type Answer = inferOutput<Trpc['operations']['read']>
export type Point = Answer['points'][number]
export type Consumers = inferOutput<Trpc['operations']['consumers']>

/** What is known of one instance; behind a balancer each asking may reach another one. */
export interface Instance {
  readonly instance: string
  readonly at: string
  readonly points: readonly Point[]
  readonly outages: readonly string[]
}

const ASK_EVERY_MS = 5_000
const ASK_CONSUMERS_MS = 3_000
/** Half an hour of points, as the server keeps them. */
const KEPT = 360

/** What was known joined with what came; a process that began anew begins its lines anew. */
export function joined(before: Instance | undefined, answer: Answer): Instance {
  const newest = before?.points.at(-1)?.at ?? ''
  const fresh = answer.points.filter(({ at }) => at > newest)
  return { ...answer, points: [...(before?.points ?? []), ...fresh].slice(-KEPT) }
}

/** Every instance that has answered since the page was opened. */
export function useInstances() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [known] = useState(() => new Map<string, Instance>())
  const [last] = useState<{ instance: string | null }>(() => ({ instance: null }))
  return useQuery({
    queryKey: trpc.operations.read.queryKey({}),
    queryFn: async ({ signal }): Promise<readonly Instance[]> => {
      const since = last.instance === null ? null : (known.get(last.instance)?.points.at(-1)?.at ?? null)
      const answer = await client.operations.read.query({ instance: last.instance, since }, { signal })
      known.set(answer.instance, joined(known.get(answer.instance), answer))
      last.instance = answer.instance
      return [...known.values()].toSorted((a, b) => (a.instance < b.instance ? -1 : 1))
    },
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ASK_EVERY_MS,
  })
}

export function useConsumers() {
  const trpc = useTRPC()
  return useQuery({ ...trpc.operations.consumers.queryOptions(), staleTime: 0, refetchInterval: ASK_CONSUMERS_MS })
}
