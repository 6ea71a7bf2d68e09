import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { type Refusal, refusals } from '../commands/refusal.ts'

/** What a refusal is outside tRPC: its status, its body, and the seconds to wait where it names a time. */
export function refusalResponse({ code, detail }: Refusal) {
  const wait = detail?.retryAfterMs
  return {
    status: getHTTPStatusCodeFromError(new TRPCError({ code: refusals[code].http })),
    body: { refusal: { code, detail } },
    retryAfter: typeof wait === 'number' ? Math.ceil(wait / 1000) : null,
  }
}
