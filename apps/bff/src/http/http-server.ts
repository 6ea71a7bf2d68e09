import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { AccessTokens } from '../auth/access-tokens.ts'
import type { SessionCache } from '../auth/session-cache.ts'
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
    /** Who sends it, once `authenticated` has asked; null when nobody signed in. */
    session: Session | null
  }
}

export interface HttpServerOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly sessions: Pick<Sessions, 'bySecret'>
  readonly bearers: AccessTokens
  readonly recent: SessionCache
  /** Proxies that say truly where a request comes from; anybody else could say anything, to guess passwords under many addresses. */
  readonly trustedProxies?: readonly string[] | null
}

/** Pictures, fonts and scripts come from here alone; styles are written into the page by the style library. */
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
const changesNothing = ['GET', 'HEAD', 'OPTIONS']

/**
 * Puts the session on the request. Whoever shows a token is judged by it alone. A cookie is sent by the browser
 * whoever asks it to, so with a cookie the page that asks to change something has to be ours (OWASP, CSRF).
 */
async function authenticate(request: FastifyRequest, { sessions, bearers, recent }: HttpServerOptions): Promise<void> {
  if (request.headers.authorization !== undefined) {
    const token = bearerOf(request)
    request.session = token ? await recent.of(token, () => bearers.verify(token)) : null
    return
  }
  const secret = request.cookies[SESSION_COOKIE]
  if (!secret) return
  const { origin, host } = request.headers
  const fromOurPage = origin !== undefined && isSameOrigin(origin, host)
  if (!changesNothing.includes(request.method) && !fromOurPage) throw new Refusal('NOT_ALLOWED')
  request.session = await recent.of(secret, () => sessions.bySecret(secret))
}

/** The HTTP server with what every route shares: request ids, headers, sessions, errors without payload, figures. */
export async function openHttpServer(parts: HttpServerOptions): Promise<FastifyInstance> {
  const { logger, metrics } = parts
  const app = fastify({
    logger: false,
    genReqId: newId,
    trustProxy: parts.trustedProxies ? [...parts.trustedProxies] : false,
    bodyLimit: 1024 * 1024,
    // Batches of tRPC name all their procedures in the path.
    routerOptions: { maxParamLength: 5000 },
    // While draining, a request in hand is answered; connections that only wait are closed.
    forceCloseConnections: 'idle',
  })
  await app.register(cookie)
  await app.register(helmet, { contentSecurityPolicy, hsts: false, crossOriginEmbedderPolicy: false })
  app.decorateRequest('session', null)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (/^\/(api|trpc)\//.test(request.url)) {
      reply.header('cache-control', 'no-store')
      await authenticate(request, parts)
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const { statusCode: status, elapsedTime } = reply
    metrics.requests.observe({ route, method: request.method, status }, elapsedTime / 1000)
    // The route and never the address: a name that is searched for could stand in it (RT11).
    logger.debug({ requestId: request.id, method: request.method, route, status, ms: Math.round(elapsedTime) }, 'request')
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, logger))
  return app
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger) {
  if (error instanceof Refusal) {
    const { status, body, retryAfter } = refusalResponse(error)
    if (retryAfter !== null) reply.header('retry-after', retryAfter)
    return reply.status(status).send(body)
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500
  // What the sender did wrong by HTTP's own rules (too large, no JSON); its message could quote the body.
  if (status < 500) return reply.status(status).send({ refusal: { code: 'INVALID_INPUT', detail: null } })
  logger.error({ requestId: request.id, err: error }, 'a request failed')
  return reply.status(500).send({ requestId: request.id })
}
