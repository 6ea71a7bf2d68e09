import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RequestContext } from '../commands/trpc.ts'
import { type TrpcOptions, trpcCalls } from './trpc-calls.ts'

export interface TrpcRouteOptions extends TrpcOptions {
  readonly visitor: (request: FastifyRequest) => RequestContext
}

type TrpcHttpRequest = FastifyRequest<{ Params: { path: string }; Querystring: { batch?: string; input?: string } }>

/**
 * tRPC over Fastify, as text in and text out. The library's own adapter makes a web Request, a Response and two streams
 * of every call, which cost more than most answers; there is nothing here that streams.
 */
export async function trpcRoute(http: FastifyInstance, { visitor, ...options }: TrpcRouteOptions): Promise<void> {
  const call = trpcCalls(options)

  await http.register(async (routes) => {
    // Nothing but JSON: a form of another page could send text.
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))
    routes.route({
      method: ['GET', 'POST'],
      url: '/trpc/:path',
      exposeHeadRoute: false,
      async handler(request, reply) {
        const { method, params, query, body: sent } = request as TrpcHttpRequest
        const { status, body } = await call({
          method,
          path: params.path,
          isBatch: query.batch === '1',
          text: method === 'GET' ? query.input : (sent as string | undefined),
          context: visitor(request),
        })
        reply.status(status).header('content-type', 'application/json; charset=utf-8')
        return reply.send(body)
      },
    })
  })
}
