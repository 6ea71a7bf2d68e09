import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { Refusal } from '../commands/refusal.ts'
import type { Tracing } from './tracing.ts'

export interface TracingRouteOptions {
  readonly tracing: Tracing
  /** Names that a screen may tell of: procedures and kinds of events. Free text would carry anything. */
  readonly isKnown: (name: string) => boolean
  readonly now: () => Date
}

/** A screen that slept tells of the past; older than this nobody looks for it. */
const OLDEST_MS = 10 * 60_000
/** A screen's clock is corrected by ours and still not exact. */
const AHEAD_MS = 5_000

const toldSchema = z.strictObject({
  stretches: z
    .array(
      z.strictObject({
        /** `command`: from the click to the answer. `apply`: from the server to the lists. `paint`: from there to the eye (RT20). */
        kind: z.enum(['command', 'apply', 'paint']),
        /** The procedure or the kind of event. */
        of: z.string().max(80),
        correlationId: z.uuid(),
        from: z.number(),
        until: z.number(),
      }),
    )
    .max(200),
})

/** The screens' part of a trace. They tell it here, so that they need no address but ours (their policy allows none). */
export function tracingRoute(http: FastifyInstance, { tracing, isKnown, now }: TracingRouteOptions): void {
  http.post('/api/traces', async (request, reply) => {
    if (!request.session) throw new Refusal('NOT_SIGNED_IN')
    const { data } = toldSchema.safeParse(request.body)
    if (!data?.stretches.every(({ of }) => isKnown(of))) throw new Refusal('INVALID_INPUT')
    const at = now().getTime()
    for (const { kind, of, correlationId, from, until } of data.stretches) {
      if (from < at - OLDEST_MS || until > at + AHEAD_MS) continue
      tracing.recordSpan({
        name: `${kind} ${of}`,
        correlationId,
        from,
        until,
        said: { 'wardline.side': 'screen' },
        whole: kind === 'command',
      })
    }
    return reply.status(204).send()
  })
}
