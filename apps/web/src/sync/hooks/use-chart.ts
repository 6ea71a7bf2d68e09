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
import { type Hosts, type ListQuery, liveOptions, type ReadList } from '../cache/live-options.ts'
import { useWorkflow } from '../workflow-context.tsx'
import { type LiveList, useHosts, useLiveList } from './use-view.ts'

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

interface ChartHosts {
  readonly trpc: Trpc
  readonly client: TrpcClient
  readonly hosts: Hosts
  readonly queries: QueryClient
}

function useChartHosts(): ChartHosts {
  return { trpc: useTRPC(), client: useTRPCClient(), hosts: useHosts(), queries: useQueryClient() }
}

export const liveChart = (patientId: PatientId): Live => ({ view: patientView, rooms: [rooms.patient(patientId)] })
export const chartQuery = (trpc: Trpc, patientId: PatientId): ListQuery => trpc.patients.summary.queryOptions({ patientId })

/** Loads the banner's row and every list of the patient with one request, all at the same position, and writes each list to the query key its tab reads. */
const readChart =
  ({ trpc, client, hosts, queries }: ChartHosts, patientId: PatientId): ReadList<PatientRow> =>
  async ({ signal }) => {
    const { asOf, positions, views, patient } = await client.patients.summary.query({ patientId }, { signal })
    const at = { asOf, positions } as Pick<Snapshot<ViewRow>, 'asOf' | 'positions'>
    const { rooms: followed } = liveChart(patientId)
    await hosts.cache.landed(liveChart(patientId), { ...at, rows: [], nextCursor: null })
    for (const [view, query] of listsOf(trpc, patientId)) {
      const list = views[view.name]
      if (!list) continue
      const options = liveOptions<ViewRow>(hosts, { view, rooms: followed }, query)
      queries
        .getQueryCache()
        .build(queries, options)
        .setData({ ...at, ...(list as Pick<Snapshot<ViewRow>, 'rows' | 'nextCursor'>) })
    }
    return { ...at, rows: patient ? [patient as PatientRow] : [], nextCursor: null }
  }

/** Opens a chart with one request; events then update each of its lists. */
export function useChart(patientId: PatientId): Chart {
  const all = useChartHosts()
  const live = useMemo(() => liveChart(patientId), [patientId])
  const { rows, hasMore, isFetchingMore, fetchMore, ...chart } = useLiveList<PatientRow>(
    rooms.patient(patientId),
    live,
    chartQuery(all.trpc, patientId),
    { enabled: true, read: readChart(all, patientId) },
  )
  return { ...chart, patient: rows[0] ?? null }
}

/** The patients of the open charts, subscribed while they are open, so that switching needs no loading. */
export function useOpenCharts(patientIds: readonly PatientId[]): readonly (PatientRow | null)[] {
  const all = useChartHosts()
  const { rooms: followed } = useWorkflow()
  const key = patientIds.join(' ')
  useEffect(() => {
    const leave = key
      .split(' ')
      .filter(Boolean)
      .map((patientId) => followed.enter(rooms.patient(patientId), true))
    return () => {
      for (const each of leave) each()
    }
  }, [followed, key])
  return useQueries({
    queries: patientIds.map((patientId) =>
      liveOptions<PatientRow>(all.hosts, liveChart(patientId), chartQuery(all.trpc, patientId), readChart(all, patientId)),
    ),
    combine: patientsIn,
  })
}

const patientsIn = (charts: readonly { data?: Snapshot<PatientRow> | undefined }[]) => charts.map(({ data }) => data?.rows[0] ?? null)
