import type { AnyTRPCRouter } from '@trpc/server'
import { USER_HEADER } from '@wardline/events'
import { authCalls } from '../../auth/auth-calls.ts'
import type { Passwords } from '../../auth/passwords.ts'
import { ownedSession } from '../../auth/session-owner.ts'
import type { Session } from '../../auth/sessions.ts'
import { newId } from '../../commands/ids.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { Core } from '../../composition/services.ts'
import { refusalResponse } from '../../http/refusal-response.ts'
import { trpcCalls } from '../../http/trpc-calls.ts'

/** Keeps the session's secret where a browser would keep the cookie. */
export interface CookieJar {
  read(): string | null
  write(secret: string | null): void
}

export type Handle = (request: Request, jar: CookieJar) => Promise<Response>

export interface HttpOptions {
  readonly core: Core
  readonly router: AnyTRPCRouter
  readonly passwords: Passwords
}

/** There is one browser, and it has no address. */
const ADDRESS = 'this browser'

/** Returns the BFF's HTTP interface as a function from a request to a response: the calls behind the real routes, without a socket. */
export function httpHandler({ core, router, passwords }: HttpOptions): Handle {
  const { staff, sessions, accessTokens: bearers, sessionCache: recent, logger } = core
  const auth = authCalls({ staff, sessions, accessTokens: bearers, passwords })
  const call = trpcCalls({
    router,
    failed: (error, procedure) => logger.error({ procedure, err: error.cause ?? error }, 'a procedure failed'),
  })

  type Route = (request: Request, session: Session | null, jar: CookieJar) => Promise<object> | object
  const routes: Readonly<Record<string, Route>> = {
    'GET /api/environment': () => ({ environment: 'demo', timeZone: null, tracing: false }),
    'GET /api/auth/me': (_, session) => auth.me(session),
    'POST /api/auth/ticket': async (_, session) => (await auth.ticket(session)).body,
    async 'POST /api/auth/login'(request, session, jar) {
      const { secret, body } = await auth.login(await request.json(), ADDRESS, session)
      jar.write(secret)
      return body
    },
    async 'POST /api/auth/logout'(_, session, jar) {
      const body = await auth.logout(session)
      jar.write(null)
      return body
    },
  }

  async function trpc(request: Request, url: URL, session: Session | null): Promise<Response> {
    const isGet = request.method === 'GET'
    const { status, body } = await call({
      method: request.method,
      path: url.pathname.replace(/^\/trpc\//, ''),
      isBatch: url.searchParams.get('batch') === '1',
      text: isGet ? (url.searchParams.get('input') ?? undefined) : await request.text(),
      context: core.requestContext(session?.user ?? null, newId()),
    })
    return new Response(body, { status, headers: { 'content-type': 'application/json' } })
  }

  return async (request, jar) => {
    const url = new URL(request.url)
    const secret = jar.read()
    const ofCookie = secret === null ? null : await recent.get(secret, () => sessions.bySecret(secret))
    const session = ownedSession(ofCookie, request.headers.get(USER_HEADER))
    if (url.pathname.startsWith('/trpc/')) return trpc(request, url, session)
    const route = routes[`${request.method} ${url.pathname}`]
    if (!route) return new Response(null, { status: 404 })
    try {
      return Response.json(await route(request, session, jar))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, body } = refusalResponse(error)
      return Response.json(body, { status })
    }
  }
}
