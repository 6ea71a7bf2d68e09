import { useQuery } from '@tanstack/react-query'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import { type Trpc, useTRPC, useTRPCClient } from '../../api/trpc.ts'

type OperationsOutput = inferOutput<Trpc['operations']['read']>
export type Instance = OperationsOutput['instances'][number]
export type Point = Instance['points'][number]
export type Consumers = inferOutput<Trpc['operations']['consumers']>

const POLL_INTERVAL_MS = 5_000
const CONSUMERS_POLL_INTERVAL_MS = 3_000
/** Half an hour, the retention on the server, ms. */
const RETENTION_MS = 30 * 60_000

type OperationsSample = Omit<OperationsOutput, 'instances'> & { readonly instances: readonly Instance[] }

/** Merges new samples into the known ones, each once; instances silent for half an hour are removed. */
export function mergeInstances(
  before: readonly Instance[],
  { at, instances }: Pick<OperationsSample, 'at' | 'instances'>,
): readonly Instance[] {
  const oldest = new Date(Date.parse(at) - RETENTION_MS).toISOString()
  const names = [...new Set([...before, ...instances].map(({ instance }) => instance))].toSorted()
  const pointsIn = (of: readonly Instance[], name: string) => of.find(({ instance }) => instance === name)?.points ?? []
  return names.flatMap((instance) => {
    const known = pointsIn(before, instance)
    const newest = known.at(-1)?.at ?? ''
    const points = [...known, ...pointsIn(instances, instance).filter((point) => point.at > newest)].filter((point) => point.at >= oldest)
    return points.length > 0 ? [{ instance, points }] : []
  })
}

/** Samples of every instance in the last half hour. */
export function useInstances() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [known] = useState<{ instances: readonly Instance[] }>(() => ({ instances: [] }))
  return useQuery({
    queryKey: trpc.operations.read.queryKey({}),
    queryFn: async ({ signal }): Promise<OperationsSample> => {
      const seen = Object.fromEntries(known.instances.map(({ instance, points }) => [instance, points.at(-1)?.at ?? '']))
      const answer = await client.operations.read.query({ seen }, { signal })
      known.instances = mergeInstances(known.instances, answer)
      return { ...answer, instances: known.instances }
    },
    staleTime: 0,
    gcTime: 0,
    refetchInterval: POLL_INTERVAL_MS,
  })
}

export function useConsumers() {
  const trpc = useTRPC()
  return useQuery({ ...trpc.operations.consumers.queryOptions(), staleTime: 0, refetchInterval: CONSUMERS_POLL_INTERVAL_MS })
}
