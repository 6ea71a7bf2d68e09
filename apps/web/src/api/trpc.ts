import { createTRPCClient, httpBatchLink, type TRPCClientErrorLike } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@wardline/bff'
import { USER_HEADER } from '@wardline/events'
import { screenTracing } from '../telemetry/screen-tracing.ts'
import { serverClock } from '../time/server-clock.ts'

export type { AppRouter }

/** `useTRPC()` returns for example `trpc.orders.list.queryOptions(…)`; the types come from the BFF's router. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Trpc = ReturnType<typeof useTRPC>
export type TrpcClient = ReturnType<typeof useTRPCClient>
export type ApiError = TRPCClientErrorLike<AppRouter>

/** A request without a response in this time counts as an outage: the screen shows it, and a command goes to the outbox. */
const REQUEST_TIMEOUT_MS = 20_000

/** Same origin, session cookie; each request names the user whose page sends it. */
export const makeTrpcClient = (userId: string): TrpcClient =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: new URL('/trpc', globalThis.location.origin),
        // Queries are sent as POST: a searched name must not appear in a URL, which proxies log (RT11).
        methodOverride: 'POST',
        headers: ({ opList }) => ({ ...screenTracing.headersFor(opList), [USER_HEADER]: userId }),
        fetch: async (input, init) => {
          const sentAt = Date.now()
          const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
          const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout
          const response = await fetch(input, { ...(init as RequestInit), signal, credentials: 'same-origin' })
          serverClock.observe(response.headers.get('date'), sentAt, Date.now())
          return response
        },
      }),
    ],
  })
