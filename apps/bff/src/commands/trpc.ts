import { initTRPC, TRPCError } from '@trpc/server'
import { type Applied, type CommandId, commandIdSchema } from '@wardline/events'
import { ZodError } from 'zod'
import type { ConcurrencyLimiter } from '../load/concurrency-limiter.ts'
import type { AuthenticatedContext } from './authenticated-context.ts'
import { Refusal, type RefusalCode, type RefusalDetail, refusals } from './refusal.ts'

/** One request, before anyone asked who sends it. */
export interface RequestContext {
  readonly requestId: string
  readonly authenticated: AuthenticatedContext | null
  /** Commands and queries wait in lines of their own, so that neither starves the other. */
  readonly lines: { readonly query: ConcurrencyLimiter; readonly mutation: ConcurrencyLimiter }
  /** What a person's command was answered when it was applied; null when it had no effect (yet). */
  readonly storedAnswer: (userId: string, commandId: CommandId, asked: unknown) => Promise<Applied | null>
}

const refusalIn = (error: TRPCError): { code: RefusalCode; detail: RefusalDetail | null } | null => {
  if (error.cause instanceof Refusal) return { code: error.cause.code, detail: error.cause.detail }
  // Paths and rules only: what was typed stays out of the answer and out of every log.
  if (error.cause instanceof ZodError)
    return { code: 'INVALID_INPUT', detail: { issues: error.cause.issues.map(({ path, code, message }) => ({ path, code, message })) } }
  return null
}

const t = initTRPC.context<RequestContext>().create({
  // A stack trace is for the log, never for the answer.
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

/** Gives a Refusal its HTTP meaning; everything else stays a bug. */
const refusing = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof Refusal && result.error.code === 'INTERNAL_SERVER_ERROR') {
    const refusal = result.error.cause
    throw new TRPCError({ code: refusals[refusal.code].http, message: refusal.code, cause: refusal })
  }
  return result
})

/** A query by somebody whose sign-in was checked. */
export const authenticated = t.procedure.use(refusing).use(({ ctx, next, type }) => {
  const { authenticated: context, lines } = ctx
  if (!context) throw new Refusal('NOT_SIGNED_IN')
  return lines[type === 'mutation' ? 'mutation' : 'query'].through(() => next({ ctx: context }))
})

/**
 * A mutation. A parallel repeat may find that the first one already changed what its policy asks about; before
 * it is refused it therefore gets the first one's answer, when there is one (RT17). A repeat that comes to the
 * front door gets it there.
 */
export const command = authenticated.use(async ({ ctx, next, getRawInput, path }) => {
  const input = await getRawInput()
  const { data: commandId } = commandIdSchema.safeParse((input as { commandId?: unknown } | undefined)?.commandId)
  // The same id on another path is another command; and what counts is what was sent, before any default or trimming.
  const asked = { path, input }
  const record: AuthenticatedContext['record'] = (permit, change) =>
    ctx.record(permit, change.commandId === commandId ? { ...change, asked } : change)
  const result = await next({ ctx: { record } })
  if (result.ok || !commandId || !(result.error.cause instanceof Refusal)) return result
  const stored = await ctx.storedAnswer(ctx.user.userId, commandId, asked)
  // biome-ignore lint/suspicious/noExplicitAny: the stored answer is what this very procedure answered the first time
  return stored ? ({ ...result, ok: true, data: stored, error: undefined } as any) : result
})
