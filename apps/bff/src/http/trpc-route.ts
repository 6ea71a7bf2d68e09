import { type AnyTRPCRouter, callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RequestContext } from '../commands/trpc.ts'

export interface TrpcRouteOptions {
  readonly router: AnyTRPCRouter
  readonly contextOf: (request: FastifyRequest) => RequestContext
  /** Runs a procedure within a trace; absent when tracing is off. */
  readonly traced?: <T>(path: string, input: unknown, work: () => Promise<T>) => Promise<T>
  /** Called for bugs, never for refusals. */
  readonly failed: (error: TRPCError, procedure: string, context: RequestContext) => void
}

type TrpcRequest = FastifyRequest<{ Params: { path: string }; Querystring: { batch?: string; input?: string } }>
/** Response of one procedure in the body. */
type ProcedureResponse = Parameters<typeof getHTTPStatusCode>[0] & object

/** Returns the inputs by index of their procedure; a request that is not a batch has one input at index 0. */
function inputsOf({ method, query, body }: TrpcRequest): readonly unknown[] | Readonly<Record<number, unknown>> {
  const text = method === 'GET' ? query.input : (body as string | undefined)
  try {
    const input: unknown = text ? JSON.parse(text) : undefined
    if (query.batch !== '1') return [input]
    if (input === null || typeof input !== 'object') throw new TypeError('The inputs of a batch must be an object.')
    return input as Record<number, unknown>
  } catch {
    // The parser's own message quotes the input (RT11).
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The input is not valid JSON of the expected form.' })
  }
}

/**
 * Serves tRPC over Fastify with plain strings. The library's own adapter creates a web Request, a Response and two streams
 * for every call, which costs more than most queries; no procedure here streams.
 */
export async function trpcRoute(http: FastifyInstance, { router, contextOf, traced, failed }: TrpcRouteOptions): Promise<void> {
  const config = router._def._config

  async function responseOf(
    path: string,
    parseInput: () => unknown,
    method: string,
    ctx: RequestContext,
    batchIndex: number,
  ): Promise<ProcedureResponse> {
    // Queries may be sent as POST: a patient's name must not appear in a URL (RT11).
    const type = method === 'GET' ? ('query' as const) : ('mutation' as const)
    let input: unknown
    try {
      input = parseInput()
      const getRawInput = async () => input
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
      const data = await (traced ? traced(path, input, call) : call())
      return { result: { data } } as ProcedureResponse
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      if (error.code === 'INTERNAL_SERVER_ERROR') failed(error, path, ctx)
      return { error: getTRPCErrorShape({ config, ctx, error, input, path, type }) } as ProcedureResponse
    }
  }

  await http.register(async (routes) => {
    // Only JSON: a form on another page could send text.
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))
    routes.route({
      method: ['GET', 'POST'],
      url: '/trpc/:path',
      exposeHeadRoute: false,
      async handler(request, reply) {
        const trpcRequest = request as TrpcRequest
        const ctx = contextOf(request)
        const paths = trpcRequest.query.batch === '1' ? trpcRequest.params.path.split(',') : [trpcRequest.params.path]
        let inputs: ReturnType<typeof inputsOf> | null = null
        const inputOf = (index: number) => () => {
          inputs ??= inputsOf(trpcRequest)
          return (inputs as Record<number, unknown>)[index]
        }
        const responses = await Promise.all(paths.map((path, index) => responseOf(path, inputOf(index), trpcRequest.method, ctx, index)))
        const body = trpcRequest.query.batch === '1' ? responses : responses[0]
        reply.status(getHTTPStatusCode(body as ProcedureResponse)).header('content-type', 'application/json; charset=utf-8')
        return reply.send(JSON.stringify(body))
      },
    })
  })
}
