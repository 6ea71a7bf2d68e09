import { type AnyTRPCRouter, callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RequestContext } from '../commands/trpc.ts'

export interface TrpcRouteOptions {
  readonly router: AnyTRPCRouter
  readonly visitor: (request: FastifyRequest) => RequestContext
  /** Follows a procedure on its way; absent when nobody looks. */
  readonly traced?: <T>(path: string, input: unknown, work: () => Promise<T>) => Promise<T>
  /** Hears of bugs, never of refusals. */
  readonly failed: (error: TRPCError, procedure: string, visitor: RequestContext) => void
}

type Asked = FastifyRequest<{ Params: { path: string }; Querystring: { batch?: string; input?: string } }>
/** What a procedure answered, as it stands in the body. */
type Answer = Parameters<typeof getHTTPStatusCode>[0] & object

/** The inputs of a request by the place of their procedure; one that is not a batch has its own in the first. */
function inputsOf({ method, query, body }: Asked): readonly unknown[] | Readonly<Record<number, unknown>> {
  const text = method === 'GET' ? query.input : (body as string | undefined)
  try {
    const given: unknown = text ? JSON.parse(text) : undefined
    if (query.batch !== '1') return [given]
    if (given === null || typeof given !== 'object') throw new TypeError('A batch names its inputs.')
    return given as Record<number, unknown>
  } catch {
    // The parser's own message quotes what was sent (RT11).
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The input is no JSON of the expected form.' })
  }
}

/**
 * tRPC over Fastify, as text in and text out. The library's own adapter makes a web Request, a Response and two streams
 * of every call, which cost more than most answers; there is nothing here that streams.
 */
export async function trpcRoute(http: FastifyInstance, { router, visitor, traced, failed }: TrpcRouteOptions): Promise<void> {
  const config = router._def._config

  async function answerOf(path: string, input: () => unknown, method: string, ctx: RequestContext, batchIndex: number): Promise<Answer> {
    // Queries may come as POST: a name that is searched for must not stand in a URL (RT11).
    const type = method === 'GET' ? ('query' as const) : ('mutation' as const)
    let given: unknown
    try {
      given = input()
      const getRawInput = async () => given
      const call = (): Promise<unknown> =>
        callTRPCProcedure({
          router,
          path,
          getRawInput,
          ctx,
          type,
          signal: undefined,
          batchIndex,
          allowMethodOverride: method === 'POST',
        })
      const data = await (traced ? traced(path, given, call) : call())
      return { result: { data } } as Answer
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      if (error.code === 'INTERNAL_SERVER_ERROR') failed(error, path, ctx)
      return { error: getTRPCErrorShape({ config, ctx, error, input: given, path, type }) } as Answer
    }
  }

  await http.register(async (routes) => {
    // Nothing but JSON: a form of another page could send text.
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))
    routes.route({
      method: ['GET', 'POST'],
      url: '/trpc/:path',
      exposeHeadRoute: false,
      async handler(request, reply) {
        const asked = request as Asked
        const ctx = visitor(request)
        const paths = asked.query.batch === '1' ? asked.params.path.split(',') : [asked.params.path]
        let inputs: ReturnType<typeof inputsOf> | null = null
        const inputOf = (index: number) => () => {
          inputs ??= inputsOf(asked)
          return (inputs as Record<number, unknown>)[index]
        }
        const answers = await Promise.all(paths.map((path, index) => answerOf(path, inputOf(index), asked.method, ctx, index)))
        const body = asked.query.batch === '1' ? answers : answers[0]
        reply.status(getHTTPStatusCode(body as Answer)).header('content-type', 'application/json; charset=utf-8')
        return reply.send(JSON.stringify(body))
      },
    })
  })
}
