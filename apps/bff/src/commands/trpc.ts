import { initTRPC, TRPCError } from '@trpc/server'
import { type Applied, type CommandId, commandIdSchema } from '@wardline/events'
import { ZodError } from 'zod'
import type { ConcurrencyLimiter } from '../load/concurrency-limiter.ts'
import type { AuthenticatedContext } from './authenticated-context.ts'
import { Refusal, type RefusalCode, type RefusalDetail, refusals } from './refusal.ts'

/** Context of one request; `authenticated` is null without a valid session. */
export interface RequestContext {
  readonly requestId: string
  readonly authenticated: AuthenticatedContext | null
  /** Separate limits for commands and queries, so that neither starves the other. */
  readonly limiters: { readonly query: ConcurrencyLimiter; readonly mutation: ConcurrencyLimiter }
  /** Returns the stored answer of a user's command; null when it has not been applied. */
  readonly storedAnswer: (userId: string, commandId: CommandId, input: unknown) => Promise<Applied | null>
}

const refusalIn = (error: TRPCError): { code: RefusalCode; detail: RefusalDetail | null } | null => {
  if (error.cause instanceof Refusal) return { code: error.cause.code, detail: error.cause.detail }
  // Paths and rules only: user input stays out of the response and of every log.
  if (error.cause instanceof ZodError)
    return { code: 'INVALID_INPUT', detail: { issues: error.cause.issues.map(({ path, code, message }) => ({ path, code, message })) } }
  return null
}

const t = initTRPC.context<RequestContext>().create({
  // Stack traces go to the log, never into the response.
  isDev: false,
  // The screens without a server run the router in the browser (decision 030).
  allowOutsideOfServer: true,
  errorFormatter: ({ shape, error, ctx }) => {
    const refusal = refusalIn(error)
    return {
      ...shape,
      message: refusal ? refusal.code : error.code === 'INTERNAL_SERVER_ERROR' ? 'Internal error' : shape.message,
      data: { ...shape.data, refusal, requestId: ctx?.requestId ?? null },
    }
  },
})

export const { router, createCallerFactory, mergeRouters } = t

/** Maps a Refusal to its HTTP status; any other error stays an internal error. */
const mapRefusals = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof Refusal && result.error.code === 'INTERNAL_SERVER_ERROR') {
    const refusal = result.error.cause
    throw new TRPCError({ code: refusals[refusal.code].http, message: refusal.code, cause: refusal })
  }
  return result
})

/**
 * Base of the procedures for an authenticated user. Queries and mutations wait in separate queues, chosen by what the procedure is:
 * the browser sends both as POST, so the request does not tell them apart.
 */
const within = (kind: 'query' | 'mutation') =>
  t.procedure.use(mapRefusals).use(({ ctx, next }) => {
    const { authenticated: context, limiters } = ctx
    if (!context) throw new Refusal('NOT_SIGNED_IN')
    return limiters[kind].run(() => next({ ctx: context }), context.user.userId)
  })

/** A query of an authenticated user. */
export const authenticated = within('query')

/** A mutation without a command id: an administrator's action on the state of the moment. */
export const administration = within('mutation')

/**
 * Mutation with idempotency. A concurrent repeat may be refused by its policy because the first one already changed
 * the state: it then gets the first one's stored answer (RT17). A repeat that reaches `record` gets it there.
 */
export const command = administration.use(async ({ ctx, next, getRawInput, path }) => {
  const input = await getRawInput()
  const { data: commandId } = commandIdSchema.safeParse((input as { commandId?: unknown } | undefined)?.commandId)
  // The same id on another path is another command; the raw input counts, before defaults and trimming.
  const request = { path, input }
  const record: AuthenticatedContext['record'] = (permit, change) =>
    ctx.record(permit, change.commandId === commandId ? { ...change, input: request } : change)
  const result = await next({ ctx: { record } })
  if (result.ok || !commandId || !(result.error.cause instanceof Refusal)) return result
  const stored = await ctx.storedAnswer(ctx.user.userId, commandId, request)
  // biome-ignore lint/suspicious/noExplicitAny: the stored answer is the first result of this same procedure
  return stored ? ({ ...result, ok: true, data: stored, error: undefined } as any) : result
})
