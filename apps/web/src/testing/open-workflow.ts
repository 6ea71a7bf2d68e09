import { QueryClient, QueryObserver } from '@tanstack/react-query'
import type { TRPCUntypedClient } from '@trpc/client'
import type { Audience, Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { AppRouter } from '../api/trpc.ts'
import { type ListQuery, liveOptions } from '../sync/cache/live-options.ts'
import { Workflow } from '../sync/workflow.ts'
import type { Carry, WardServer } from './ward-server.ts'

type Ask = (path: string, input: unknown) => Promise<unknown>

/** A workflow on a server in memory, without React: for tests of rules. */
export function openWorkflow(
  server: WardServer,
  { audience = 'care', ask, userId = 'u-amal' }: { audience?: Audience; ask?: Ask; userId?: string } = {},
) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  })
  const calls: { path: string; input: unknown }[] = []
  const client = {
    query: (path: string, input: unknown) => ask?.(path, input),
    mutation: (path: string, input: unknown) => {
      calls.push({ path, input })
      return ask?.(path, input) ?? Promise.resolve({})
    },
  } as unknown as TRPCUntypedClient<AppRouter>
  const signedOut: string[] = []
  const workflow = new Workflow({
    queries,
    client,
    transport: server.line(() => ({ audience, userId, name: userId })),
    fetchTicket: async () => ({ ticket: 'a-one-use-ticket', sessionEndsAt: null }),
    onSignedOut: () => signedOut.push('signed out'),
  })

  /** Opens a list as `useView` does, without a component. @param carry how the answer to the read travels */
  function openList<Row extends ViewRow>(
    view: View<Row>,
    room: Room,
    options: { limit?: number; carry?: Carry; audience?: Audience } = {},
  ) {
    const query: ListQuery = { queryKey: [['test', view.name], { input: { room } }], trpc: { path: `test.${view.name}` } }
    const live = { view, rooms: [room] }
    const { carry = (_: 'down' | 'up', deliver: () => void) => queueMicrotask(deliver) } = options
    const read = (page: { limit?: number; cursor?: string | null } = {}) =>
      new Promise<Snapshot<Row>>((resolve) =>
        carry('up', () => {
          const snapshot = server.snapshot(view, room, { limit: options.limit, ...page })
          carry('down', () => resolve(JSON.parse(JSON.stringify(snapshot)) as Snapshot<Row>))
        }),
      )
    const leaveRoom = workflow.rooms.enter(room, true)
    const observer = new QueryObserver(
      queries,
      liveOptions<Row>({ client, cache: workflow.cache }, live, query, () => read()),
    )
    const stop = observer.subscribe(() => undefined)
    return {
      query,
      live,
      read,
      data: () => queries.getQueryData<Snapshot<Row>>(query.queryKey),
      rows: () => queries.getQueryData<Snapshot<Row>>(query.queryKey)?.rows ?? null,
      isFetching: () => observer.getCurrentResult().isFetching,
      close: () => {
        stop()
        leaveRoom()
      },
    }
  }
  return { workflow, queries, calls, signedOut, openList }
}
