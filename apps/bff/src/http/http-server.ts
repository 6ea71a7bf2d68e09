import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { USER_HEADER } from '@wardline/events'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { AccessTokens } from '../auth/access-tokens.ts'
import type { SessionCache } from '../auth/session-cache.ts'
import { ownedSession } from '../auth/session-owner.ts'
import type { Session, Sessions } from '../auth/sessions.ts'
import { newId } from '../commands/ids.ts'
import { Refusal } from '../commands/refusal.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import { refusalResponse } from './refusal-response.ts'
import { isSameOrigin } from './same-origin.ts'

export const SESSION_COOKIE = 'wardline'

declare module 'fastify' {
  interface FastifyRequest {
    /** The session, set by `authenticate`; null when the request is anonymous. */
    session: Session | null
  }
}

export interface HttpServerOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly sessions: Pick<Sessions, 'bySecret'>
  readonly accessTokens: AccessTokens
  readonly sessionCache: SessionCache
  /** Proxies whose `X-Forwarded-For` is trusted. From any other peer the header could forge addresses, to guess passwords under many of them. */
  readonly trustedProxies?: readonly string[] | null
}

/** Images, fonts and scripts come from this origin only; the style library injects inline styles. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
}

const bearerOf = (request: FastifyRequest) => /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? '')?.[1]
const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Sets the session of a request. A bearer token counts alone. The browser attaches the cookie to requests of any page,
 * so with a cookie every change must come from our own origin (OWASP, CSRF).
 */
async function authenticate(request: FastifyRequest, { sessions, accessTokens, sessionCache }: HttpServerOptions): Promise<void> {
  const owned = (session: Session | null) => ownedSession(session, request.headers[USER_HEADER])
  if (request.headers.authorization !== undefined) {
    const token = bearerOf(request)
    request.session = owned(token ? await sessionCache.get(token, () => accessTokens.verify(token)) : null)
    return
  }
  const secret = request.cookies[SESSION_COOKIE]
  if (!secret) return
  const { origin, host } = request.headers
  const isOurOrigin = origin !== undefined && isSameOrigin(origin, host)
  if (!safeMethods.includes(request.method) && !isOurOrigin) throw new Refusal('NOT_ALLOWED')
  request.session = owned(await sessionCache.get(secret, () => sessions.bySecret(secret)))
}

/** Returns the HTTP server with what all routes share: request ids, headers, sessions, errors without payload, metrics. */
export async function openHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { logger, metrics } = options
  const app = fastify({
    logger: false,
    genReqId: newId,
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    bodyLimit: 1024 * 1024,
    // tRPC batches list all procedures in the path.
    routerOptions: { maxParamLength: 5000 },
    // While draining, running requests get their response; idle connections are closed.
    forceCloseConnections: 'idle',
  })
  await app.register(cookie)
  await app.register(helmet, { contentSecurityPolicy, hsts: false, crossOriginEmbedderPolicy: false })
  app.decorateRequest('session', null)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (/^\/(api|trpc)\//.test(request.url)) {
      reply.header('cache-control', 'no-store')
      await authenticate(request, options)
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const { statusCode: status, elapsedTime } = reply
    metrics.requests.observe({ route, method: request.method, status }, elapsedTime / 1000)
    // The route pattern, never the URL: a URL can contain a patient's name (RT11).
    logger.debug({ requestId: request.id, method: request.method, route, status, ms: Math.round(elapsedTime) }, 'request')
  })
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, logger))
  return app
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger) {
  if (error instanceof Refusal) {
    const { status, body, retryAfter } = refusalResponse(error)
    if (retryAfter !== null) reply.header('retry-after', retryAfter)
    return reply.status(status).send(body)
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500
  // Client errors of HTTP itself (too large, no JSON). The message is dropped: it could quote the body.
  if (status < 500) return reply.status(status).send({ refusal: { code: 'INVALID_INPUT', detail: null } })
  logger.error({ requestId: request.id, err: error }, 'a request failed')
  return reply.status(500).send({ requestId: request.id })
}
