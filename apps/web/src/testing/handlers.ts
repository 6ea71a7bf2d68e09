import type { SignedInUser } from '@wardline/events'
import { HttpResponse, http } from 'msw'
import { apiOf } from './ward/api.ts'
import { wardStaff } from './ward/staff.ts'
import { type Ward, WardRefusal } from './ward/ward.ts'

type Procedure = (by: SignedInUser, input: unknown) => unknown

/** tRPC's own shape of an error, with the refusal as the BFF's formatter puts it. */
const errorOf = (thrown: unknown) => {
  const refusal = thrown instanceof WardRefusal ? { code: thrown.code, detail: thrown.detail } : null
  const httpStatus = refusal ? 409 : 500
  return {
    error: { message: refusal?.code ?? 'Internal error', code: -32_603, data: { code: 'CONFLICT', httpStatus, refusal, requestId: 'r-1' } },
  }
}

/** Who sits at this browser; kept here as the cookie would be. */
export interface Seat {
  user: SignedInUser | null
}

/** The server's HTTP doors over a ward in memory: for the web tests and for working on the screens without a BFF. */
export function handlersFor(ward: Ward, seat: Seat) {
  const api = apiOf(ward) as unknown as Record<string, Record<string, Procedure>>
  const whoIs = () => HttpResponse.json({ user: seat.user, expiresAt: null })

  const call = (path: string, input: unknown) => {
    const [topic = '', name = ''] = path.split('.')
    const procedure = api[topic]?.[name]
    try {
      if (!seat.user) throw new WardRefusal('NOT_SIGNED_IN')
      if (!procedure) throw new WardRefusal('NOT_FOUND')
      // Through JSON, as over the wire: nothing is shared with the ward.
      return { result: { data: JSON.parse(JSON.stringify(procedure(seat.user, input ?? {}))) } }
    } catch (thrown) {
      // A repeat that finds its own first effect in the way gets the first answer (RT17).
      const { commandId } = (input ?? {}) as { commandId?: string }
      const first = commandId ? ward.answerTo(commandId) : null
      return first ? { result: { data: first } } : errorOf(thrown)
    }
  }

  return [
    http.get('*/api/environment', () => HttpResponse.json({ environment: 'demo', timeZone: null })),
    http.get('*/api/auth/me', whoIs),
    http.post('*/api/auth/login', async ({ request }) => {
      const { username, password } = (await request.json()) as { username: string; password: string }
      seat.user = password === 'wardline-demo' ? (wardStaff.find((user) => user.username === username) ?? null) : null
      return seat.user ? whoIs() : new HttpResponse(null, { status: 401 })
    }),
    http.post('*/api/auth/logout', () => {
      seat.user = null
      return HttpResponse.json({})
    }),
    http.post('*/api/auth/ticket', () =>
      seat.user ? HttpResponse.json({ ticket: 'a-one-use-ticket', expiresAt: null }) : new HttpResponse(null, { status: 401 }),
    ),
    http.post('*/trpc/:paths', async ({ request, params }) => {
      const inputs = (await request.json()) as Record<string, unknown>
      return HttpResponse.json(
        String(params.paths)
          .split(',')
          .map((path, index) => call(path, inputs[index])),
      )
    }),
  ]
}
