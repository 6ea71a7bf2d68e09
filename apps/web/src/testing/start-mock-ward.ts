import { audienceOf } from '@wardline/events'
import { setupWorker } from 'msw/browser'
import type { AppProps } from '../app/app.tsx'
import { handlersFor, type Seat } from './handlers.ts'
import { seedWard } from './ward/seed.ts'
import { Ward } from './ward/ward.ts'

/** As often as the real server says where every room stands (RT5). */
const TICK_MS = 5_000

/** A small ward inside this browser window: the whole workspace without a server (`npm run dev:mock`). */
export async function startMockWard(): Promise<AppProps> {
  const ward = new Ward()
  seedWard(ward)
  const seat: Seat = { user: null }
  await setupWorker(...handlersFor(ward, seat)).start({ quiet: true })
  setInterval(() => ward.server.tick(), TICK_MS)
  return {
    makeLine: () =>
      ward.server.line(() => {
        if (!seat.user) throw new Error('Nobody is signed in')
        return { audience: audienceOf(seat.user.role), userId: seat.user.userId, name: seat.user.name }
      }),
  }
}
