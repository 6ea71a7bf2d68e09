import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, getUntypedClient, httpLink } from '@trpc/client'
import type { inferOutput } from '@trpc/tanstack-react-query'
import { type PatientId, patientView, type ResultRow, resultsView, type Snapshot, type ViewRow } from '@wardline/events'
import type { Transport } from '@wardline/sync/client'
import type { AppRouter, Trpc, TrpcClient } from '../../api/trpc.ts'
import { serverClock } from '../../time/server-clock.ts'
import { chartQuery, listsOf, liveChart } from '../hooks/use-chart.ts'
import { Workflow } from '../workflow.ts'
import { liveOptions } from './live-options.ts'

/** A chart at an earlier time, as returned by the server. */
export type ChartSnapshot = inferOutput<Trpc['log']['asOf']>

/** Query cache, client and workflow of a read-only chart. */
export interface ReadOnlyChart {
  readonly queries: QueryClient
  readonly client: TrpcClient
  readonly workflow: Workflow
}

const refusal = {
  message: 'NOT_IN_THIS_STATE',
  code: -32_600,
  data: { httpStatus: 409, refusal: { code: 'NOT_IN_THIS_STATE', detail: null } },
}

/**
 * Responds instead of the server: the trend of a test is taken from the snapshot's rows; other queries and every
 * command are refused.
 */
function respondFrom({ views, asOf, positions }: ChartSnapshot, url: URL, body: unknown): Response {
  if (!url.pathname.endsWith('/results.trend')) return Response.json({ error: refusal }, { status: 409 })
  const { code } = JSON.parse(String(body)) as { code: string }
  const rows = (views[resultsView.name] ?? []).filter((row) => (row as ResultRow).code === code)
  return Response.json({ result: { data: { rows, asOf, positions, nextCursor: null, critical: null } } })
}

const noTransport: Transport = {
  open: () => undefined,
  request: () => Promise.reject(new Error('a historical chart has no connection')),
  close: () => undefined,
}

/** Seeds a query cache with the lists of a chart as they were at that time. */
export function openChartSnapshot(trpc: Trpc, patientId: PatientId, snapshot: ChartSnapshot): ReadOnlyChart {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL('/trpc', globalThis.location.origin),
        methodOverride: 'POST',
        fetch: async (url, init) => respondFrom(snapshot, new URL(String(url)), init?.body),
      }),
    ],
  })
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  })
  const workflow = new Workflow({
    queries,
    client: getUntypedClient(client),
    transport: noTransport,
    fetchTicket: () => Promise.reject(new Error('a historical chart has no connection')),
    onSignedOut: () => undefined,
  })
  // Historical lists do not change: a closed connection must not mark them stale.
  workflow.connection.setState = () => undefined
  const hosts = { client: getUntypedClient(client), cache: workflow.cache }
  const { asOf, positions, views, recordedAt } = snapshot
  const updatedAt = recordedAt ? Date.parse(recordedAt) - serverClock.offsetMs : 0
  const { rooms } = liveChart(patientId)
  const seed = (view: { readonly name: string }, query: Parameters<typeof liveOptions>[2]) => {
    const rows = views[view.name]
    if (!rows) return
    const list: Snapshot<ViewRow> = { asOf, positions, rows: rows as readonly ViewRow[], nextCursor: null }
    const live = { view: view as typeof patientView, rooms }
    queries
      .getQueryCache()
      .build(queries, liveOptions<ViewRow>(hosts, live, query))
      .setData(list, { updatedAt, manual: true })
  }
  seed(patientView, chartQuery(trpc, patientId))
  for (const [view, query] of listsOf(trpc, patientId)) seed(view, query)
  return { queries, client, workflow }
}
