import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import type { Room, Snapshot, View, ViewRow } from '@wardline/events'
import { isStale, trueUntilSecond } from '@wardline/sync/client'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { type ListQuery, liveOptions, readPage } from '../cache/live-options.ts'
import { useWorkflow } from '../workflow-context.tsx'
import { asOfSecond, useListDependencies } from './use-view.ts'

export interface ListOfRoom {
  readonly room: Room
  readonly query: ListQuery
}

export interface LiveLists<Row> {
  /** The rows of each list, in the order of the queries. */
  readonly lists: readonly { readonly room: Room; readonly rows: readonly Row[]; readonly hasMore: boolean }[]
  readonly rows: readonly Row[]
  readonly status: 'loading' | 'ready' | 'refused' | 'failed'
  readonly problem: Problem | null
  readonly asOf: string | null
  readonly isStale: boolean
  readonly fetchMore: (room: Room) => Promise<void>
  readonly retry: () => void
}

interface ViewsOptions<Row> {
  /** See `useView`. */
  readonly keep?: ((row: Row) => boolean) | undefined
}

/**
 * One view over several rooms, with a separate list per room: a patient transferred between two units is in two logs
 * without a common order, and a list of one room cannot be wrong about the other.
 */
export function useViews<Row extends ViewRow>(
  view: View<Row>,
  queries: readonly ListOfRoom[],
  { keep }: ViewsOptions<Row> = {},
): LiveLists<Row> {
  const dependencies = useListDependencies()
  const { connection, rooms, cache } = useWorkflow()
  const queryClient = useQueryClient()
  const trueUntil = useStore(connection, trueUntilSecond)
  const stale = useStore(connection, isStale)
  const liveOf = (room: Room) => ({ view, rooms: [room], ...(keep ? { keep } : {}) })

  const results = useQueries({
    queries: queries.map(({ room, query }) => ({
      ...liveOptions<Row>(dependencies, liveOf(room), query),
      placeholderData: () => knownRows<Row>(queryClient, view.name, room, keep),
    })),
  })
  const key = queries.map(({ room }) => room).join(' ')
  useEffect(() => {
    const unsubscribes = (key.split(' ') as Room[]).filter(Boolean).map((room) => rooms.enter(room, true))
    return () => {
      for (const each of unsubscribes) each()
    }
  }, [rooms, key])
  useEffect(() => {
    queries.forEach(({ room }, index) => {
      const list = results[index]?.data
      const seq = list?.positions[room]
      if (list && seq !== undefined && !rooms.log(room)) void rooms.land(room, { epoch: list.asOf.epoch, seq })
    })
  })

  const failed = results.find(({ error }) => error)
  const problem = failed ? problemOf(failed.error) : null
  const loaded = results.every(({ data }) => data !== undefined)
  const updatedAt = Math.max(0, ...results.map(({ dataUpdatedAt }) => dataUpdatedAt))
  const lists = queries.map(({ room }, index) => ({
    room,
    rows: results[index]?.data?.rows ?? [],
    hasMore: results[index]?.data?.nextCursor != null,
  }))

  return {
    lists,
    rows: lists.flatMap(({ rows }) => rows),
    status: problem?.kind === 'refusal' ? 'refused' : loaded ? 'ready' : problem ? 'failed' : 'loading',
    problem,
    asOf: loaded ? asOfSecond(Math.max(trueUntil ?? 0, updatedAt)) : null,
    isStale: loaded && stale,
    fetchMore: async (room) => {
      const index = queries.findIndex((list) => list.room === room)
      const query = queries[index]?.query
      const cursor = results[index]?.data?.nextCursor
      if (query && cursor) await cache.join(query.queryKey, liveOf(room), await readPage<Row>(dependencies, query, { cursor }))
    },
    retry: () => {
      for (const { query } of queries) void queryClient.refetchQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false })
    },
  }
}

/** Placeholder rows while the server responds: the longest cached list of the same view and room, filtered here. */
function knownRows<Row extends ViewRow>(
  queries: QueryClient,
  view: string,
  room: Room,
  keep: ViewsOptions<Row>['keep'],
): Snapshot<Row> | undefined {
  const [longest] = queries
    .getQueryCache()
    .findAll({
      predicate: ({ meta, state }) => state.data !== undefined && meta?.live?.view.name === view && meta.live.rooms.includes(room),
    })
    .map(({ state }) => state.data as Snapshot<Row>)
    .sort((a, b) => b.rows.length - a.rows.length)
  return longest && { ...longest, rows: keep ? longest.rows.filter(keep) : longest.rows, nextCursor: null }
}
