import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RequestContext } from '../commands/trpc.ts'
import { type TrpcOptions, trpcCalls } from './trpc-calls.ts'

export interface TrpcRouteOptions extends TrpcOptions {
  readonly contextOf: (request: FastifyRequest) => RequestContext
}

type TrpcHttpRequest = FastifyRequest<{ Params: { path: string }; Querystring: { batch?: string; input?: string } }>

/**
 * Serves tRPC over Fastify with plain strings. The library's own adapter creates a web Request, a Response and two streams
 * for every call, which costs more than most queries; no procedure here streams.
 */
export async function trpcRoute(http: FastifyInstance, { contextOf, ...options }: TrpcRouteOptions): Promise<void> {
  const call = trpcCalls(options)

  await http.register(async (routes) => {
    // Only JSON: a form on another page could send text.
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))
    routes.route({
      method: ['GET', 'POST'],
      url: '/trpc/:path',
      exposeHeadRoute: false,
      async handler(request, reply) {
        const { method, params, query, body: text } = request as TrpcHttpRequest
        const { status, body } = await call({
          method,
          path: params.path,
          isBatch: query.batch === '1',
          text: method === 'GET' ? query.input : (text as string | undefined),
          context: contextOf(request),
        })
        reply.status(status).header('content-type', 'application/json; charset=utf-8')
        return reply.send(body)
      },
    })
  })
}
