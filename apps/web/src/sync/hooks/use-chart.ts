import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import {
  alertsView,
  allergiesView,
  careTeamView,
  encountersView,
  medicationsView,
  ordersView,
  type PatientId,
  type PatientRow,
  patientView,
  problemsView,
  resultsView,
  rooms,
  type Snapshot,
  type ViewRow,
  vitalsView,
} from '@wardline/events'
import { useEffect, useMemo } from 'react'
import { type Trpc, type TrpcClient, useTRPC, useTRPCClient } from '../../api/trpc.ts'
import type { Live } from '../cache/live-cache.ts'
import { type ListDependencies, type ListQuery, liveOptions, type ReadList } from '../cache/live-options.ts'
import { useWorkflow } from '../workflow-context.tsx'
import { type LiveList, useListDependencies, useLiveList } from './use-view.ts'

export interface Chart extends Omit<LiveList<PatientRow>, 'rows' | 'hasMore' | 'isFetchingMore' | 'fetchMore'> {
  /** null until it is loaded, or if access is refused. */
  readonly patient: PatientRow | null
}

/** The lists of a chart with the queries of their tabs; each takes the patient only. */
export const listsOf = (trpc: Trpc, patientId: PatientId) =>
  [
    [problemsView, trpc.problems.list.queryOptions({ patientId })],
    [allergiesView, trpc.allergies.list.queryOptions({ patientId })],
    [vitalsView, trpc.vitals.list.queryOptions({ patientId })],
    [encountersView, trpc.encounters.list.queryOptions({ patientId })],
    [careTeamView, trpc.careTeam.list.queryOptions({ patientId })],
    [ordersView, trpc.orders.list.queryOptions({ patientId })],
    [resultsView, trpc.results.list.queryOptions({ patientId })],
    [medicationsView, trpc.medications.list.queryOptions({ patientId })],
    [alertsView, trpc.alerts.list.queryOptions({ patientId })],
  ] as const

interface ChartDependencies {
  readonly trpc: Trpc
  readonly client: TrpcClient
  readonly listDependencies: ListDependencies
  readonly queries: QueryClient
}

function useChartDependencies(): ChartDependencies {
  return { trpc: useTRPC(), client: useTRPCClient(), listDependencies: useListDependencies(), queries: useQueryClient() }
}

export const liveChart = (patientId: PatientId): Live => ({ view: patientView, rooms: [rooms.patient(patientId)] })
export const chartQuery = (trpc: Trpc, patientId: PatientId): ListQuery => trpc.patients.summary.queryOptions({ patientId })

/** Loads the banner's row and every list of the patient with one request, all at the same position, and writes each list to the query key its tab reads. */
const readChart =
  ({ trpc, client, listDependencies, queries }: ChartDependencies, patientId: PatientId): ReadList<PatientRow> =>
  async ({ signal }) => {
    const { asOf, positions, views, patient } = await client.patients.summary.query({ patientId }, { signal })
    const at = { asOf, positions } as Pick<Snapshot<ViewRow>, 'asOf' | 'positions'>
    const { rooms: chartRooms } = liveChart(patientId)
    await listDependencies.cache.awaitLog(liveChart(patientId), { ...at, rows: [], nextCursor: null })
    for (const [view, query] of listsOf(trpc, patientId)) {
      const list = views[view.name]
      if (!list) continue
      const options = liveOptions<ViewRow>(listDependencies, { view, rooms: chartRooms }, query)
      queries
        .getQueryCache()
        .build(queries, options)
        .setData({ ...at, ...(list as Pick<Snapshot<ViewRow>, 'rows' | 'nextCursor'>) })
    }
    return { ...at, rows: patient ? [patient as PatientRow] : [], nextCursor: null }
  }

/** Opens a chart with one request; events then update each of its lists. */
export function useChart(patientId: PatientId): Chart {
  const dependencies = useChartDependencies()
  const live = useMemo(() => liveChart(patientId), [patientId])
  const { rows, hasMore, isFetchingMore, fetchMore, ...chart } = useLiveList<PatientRow>(
    rooms.patient(patientId),
    live,
    chartQuery(dependencies.trpc, patientId),
    { enabled: true, read: readChart(dependencies, patientId) },
  )
  return { ...chart, patient: rows[0] ?? null }
}

/** The patients of the open charts, subscribed while they are open, so that switching needs no loading. */
export function useOpenCharts(patientIds: readonly PatientId[]): readonly (PatientRow | null)[] {
  const dependencies = useChartDependencies()
  const { rooms: chartRooms } = useWorkflow()
  const key = patientIds.join(' ')
  useEffect(() => {
    const unsubscribes = key
      .split(' ')
      .filter(Boolean)
      .map((patientId) => chartRooms.enter(rooms.patient(patientId), true))
    return () => {
      for (const each of unsubscribes) each()
    }
  }, [chartRooms, key])
  return useQueries({
    queries: patientIds.map((patientId) =>
      liveOptions<PatientRow>(
        dependencies.listDependencies,
        liveChart(patientId),
        chartQuery(dependencies.trpc, patientId),
        readChart(dependencies, patientId),
      ),
    ),
    combine: firstRows,
  })
}

const firstRows = (charts: readonly { data?: Snapshot<PatientRow> | undefined }[]) => charts.map(({ data }) => data?.rows[0] ?? null)
