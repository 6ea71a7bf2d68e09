import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getUntypedClient } from '@trpc/client'
import type { Room, Snapshot, View, ViewRow } from '@wardline/events'
import { isStale, trueUntilSecond } from '@wardline/sync/client'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { useTRPCClient } from '../../api/trpc.ts'
import { serverClock } from '../../time/server-clock.ts'
import type { Live } from '../cache/live-cache.ts'
import { type ListDependencies, type ListQuery, liveOptions, type ReadList, readPage } from '../cache/live-options.ts'
import { useWorkflow } from '../workflow-context.tsx'

export interface LiveList<Row> {
  /** In the view's order; an unchanged row keeps its identity. Empty until `status` is `ready`. */
  readonly rows: readonly Row[]
  readonly status: 'loading' | 'ready' | 'refused' | 'failed'
  /** Reason for `refused` or `failed`. A loaded list stays `ready` in an outage; see `isStale`. */
  readonly problem: Problem | null
  /** The whole response, for data beside the rows. */
  readonly answer: Snapshot<Row> | null
  /** Time up to which the rows are current, server time, ISO 8601; for `AsOf`. */
  readonly asOf: string | null
  /** The rows are not live at the moment. */
  readonly isStale: boolean
  readonly hasMore: boolean
  readonly isFetchingMore: boolean
  readonly fetchMore: () => Promise<void>
  readonly retry: () => void
}

export interface ViewOptions<Row> {
  /** The filter the server applied, for rows that arrive by events. Must keep its identity between renders. */
  readonly keep?: (row: Row) => boolean
  readonly enabled?: boolean
}

/**
 * A list from the server, updated by the events of its room.
 * @param query `trpc.orders.list.queryOptions({ patientId })`
 */
export function useView<Row extends ViewRow>(
  view: View<Row>,
  at: { readonly room: Room },
  query: ListQuery,
  { keep, enabled = true }: ViewOptions<Row> = {},
): LiveList<Row> {
  const { room } = at
  const live = useMemo<Live>(() => ({ view, rooms: [room], ...(keep ? { keep } : {}) }), [view, room, keep])
  return useLiveList<Row>(room, live, query, { enabled })
}

export function useListDependencies(): ListDependencies {
  const { cache } = useWorkflow()
  const client = useTRPCClient()
  return useMemo(() => ({ client: getUntypedClient(client), cache }), [client, cache])
}

const noRows: readonly never[] = []

/** Whole seconds, as displayed: a finer resolution would rerender for each change. @param at this computer's time, ms */
export const asOfSecond = (at: number): string => {
  const serverTime = at + serverClock.offsetMs
  return new Date(serverTime - (serverTime % 1_000)).toISOString()
}

/** The list behind `useView` and `useChart`; `read` replaces the fetch. */
export function useLiveList<Row extends ViewRow>(
  room: Room,
  live: Live,
  query: ListQuery,
  { enabled, read }: { readonly enabled: boolean; readonly read?: ReadList<Row> },
): LiveList<Row> {
  const dependencies = useListDependencies()
  const { connection, rooms, cache } = useWorkflow()
  const queries = useQueryClient()
  const list = useQuery({ ...liveOptions<Row>(dependencies, live, query, read), enabled })
  useRoomSubscription(room, query, enabled)
  const trueUntil = useStore(connection, trueUntilSecond)
  // Catching up takes a moment; a warning above every list would only flicker.
  const isStaleNow = useStore(connection, isStale)
  const [isFetchingMore, setFetchingMore] = useState(false)
  const problem = problemWith(rooms.refusal(room), list.error)
  const cursor = list.data?.nextCursor ?? null

  const fetchMore = async () => {
    if (!cursor || isFetchingMore) return
    setFetchingMore(true)
    try {
      await cache.join(query.queryKey, live, await readPage<Row>(dependencies, query, { cursor }))
    } finally {
      setFetchingMore(false)
    }
  }

  return {
    rows: list.data?.rows ?? noRows,
    status: statusOf(list.data !== undefined, problem),
    problem,
    answer: list.data ?? null,
    asOf: list.data ? asOfSecond(Math.max(trueUntil ?? 0, list.dataUpdatedAt)) : null,
    isStale: list.data !== undefined && isStaleNow,
    hasMore: cursor !== null,
    isFetchingMore,
    fetchMore,
    retry: () => void queries.refetchQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false }),
  }
}

function problemWith(refusedRoom: string | null, error: unknown): Problem | null {
  if (refusedRoom) return { kind: 'refusal', code: 'NO_ACCESS_TO_PATIENT', detail: null }
  return error ? problemOf(error) : null
}

function statusOf(isLoaded: boolean, problem: Problem | null): LiveList<never>['status'] {
  if (problem?.kind === 'refusal') return 'refused'
  if (isLoaded) return 'ready'
  return problem ? 'failed' : 'loading'
}

/** Subscribes to the room from the list's position, also if the list comes from the cache. */
export function useRoomSubscription(room: Room, { queryKey }: ListQuery, enabled: boolean): void {
  const { rooms } = useWorkflow()
  const queries = useQueryClient()
  useEffect(() => (enabled ? rooms.enter(room, true) : undefined), [rooms, room, enabled])
  useEffect(() => {
    if (!enabled || rooms.log(room)) return
    const list = queries.getQueryData<Snapshot<ViewRow>>(queryKey)
    const seq = list?.positions[room]
    if (list && seq !== undefined) void rooms.land(room, { epoch: list.asOf.epoch, seq })
  })
}
