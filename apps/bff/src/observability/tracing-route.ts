import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { Refusal } from '../commands/refusal.ts'
import type { Tracing } from './tracing.ts'

export interface TracingRouteOptions {
  readonly tracing: Tracing
  /** Names that a client may report: procedures and event types. Free text could contain patient data. */
  readonly isKnown: (name: string) => boolean
  readonly now: () => Date
}

/** Older spans, of a device that was asleep, are dropped. */
const OLDEST_MS = 10 * 60_000
/** Tolerance for client clocks, which are corrected by the server's and still inexact. */
const AHEAD_MS = 5_000

const bodySchema = z.strictObject({
  stretches: z
    .array(
      z.strictObject({
        /** `command`: from the click to the response. `apply`: from the server to the lists. `paint`: from the lists to the frame (RT20). */
        kind: z.enum(['command', 'apply', 'paint']),
        /** Procedure or event type. */
        of: z.string().max(80),
        correlationId: z.uuid(),
        from: z.number(),
        until: z.number(),
      }),
    )
    .max(200),
})

/** Receives the client's spans of a trace: the content security policy allows no other endpoint. */
export function tracingRoute(http: FastifyInstance, { tracing, isKnown, now }: TracingRouteOptions): void {
  http.post('/api/traces', async (request, reply) => {
    if (!request.session) throw new Refusal('NOT_SIGNED_IN')
    const { data } = bodySchema.safeParse(request.body)
    if (!data?.stretches.every(({ of }) => isKnown(of))) throw new Refusal('INVALID_INPUT')
    const at = now().getTime()
    for (const { kind, of, correlationId, from, until } of data.stretches) {
      if (from < at - OLDEST_MS || until > at + AHEAD_MS) continue
      tracing.recordSpan({
        name: `${kind} ${of}`,
        correlationId,
        from,
        until,
        attributes: { 'wardline.side': 'screen' },
        isRoot: kind === 'command',
      })
    }
    return reply.status(204).send()
  })
}
