import { type AnyTRPCRouter, callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { RequestContext } from '../commands/trpc.ts'

export interface TrpcOptions {
  readonly router: AnyTRPCRouter
  /** Runs a procedure within a trace; absent when tracing is off. */
  readonly traced?: <T>(path: string, input: unknown, work: () => Promise<T>) => Promise<T>
  /** Called for bugs, never for refusals. */
  readonly failed: (error: TRPCError, procedure: string, context: RequestContext) => void
}

/** One request to `/trpc`, whatever carried it. */
export interface TrpcRequest {
  readonly method: string
  /** One procedure, or several with commas between them in a batch. */
  readonly path: string
  readonly isBatch: boolean
  /** JSON: the body of a POST, the `input` parameter of a GET. */
  readonly text: string | undefined
  readonly context: RequestContext
}

type Result = Parameters<typeof getHTTPStatusCode>[0] & object
type Inputs = readonly unknown[] | Readonly<Record<number, unknown>>

/** Inputs by the index of their procedure; a request that is no batch has its own at 0. */
function inputsOf({ isBatch, text }: TrpcRequest): Inputs {
  try {
    const input: unknown = text ? JSON.parse(text) : undefined
    if (!isBatch) return [input]
    if (input === null || typeof input !== 'object') throw new TypeError('The inputs of a batch must be an object.')
    return input as Record<number, unknown>
  } catch {
    // The parser's own message quotes the input (RT11).
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The input is not valid JSON of the expected form.' })
  }
}

/** Returns a function from a request to its response, as text. */
export function trpcCalls({ router, traced, failed }: TrpcOptions) {
  const config = router._def._config

  async function resultOf(
    path: string,
    inputAt: () => unknown,
    batchIndex: number,
    { method, context: ctx }: TrpcRequest,
  ): Promise<Result> {
    // Queries may be sent as POST: a patient's name must not appear in a URL (RT11).
    const type = method === 'GET' ? ('query' as const) : ('mutation' as const)
    let input: unknown
    try {
      input = inputAt()
      const getRawInput = async () => input
      const call = (): Promise<unknown> =>
        callTRPCProcedure({ router, path, getRawInput, ctx, type, signal: undefined, batchIndex, allowMethodOverride: method === 'POST' })
      const data = await (traced ? traced(path, input, call) : call())
      return { result: { data } } as Result
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      if (error.code === 'INTERNAL_SERVER_ERROR') failed(error, path, ctx)
      return { error: getTRPCErrorShape({ config, ctx, error, input, path, type }) } as Result
    }
  }

  return async (request: TrpcRequest): Promise<{ readonly status: number; readonly body: string }> => {
    const paths = request.isBatch ? request.path.split(',') : [request.path]
    let inputs: Inputs | null = null
    const inputAt = (index: number) => () => {
      inputs ??= inputsOf(request)
      return (inputs as Record<number, unknown>)[index]
    }
    const results = await Promise.all(paths.map((path, index) => resultOf(path, inputAt(index), index, request)))
    const body = request.isBatch ? results : results[0]
    return { status: getHTTPStatusCode(body as Result), body: JSON.stringify(body) }
  }
}
