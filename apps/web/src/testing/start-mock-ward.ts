import { type CookieJar, fillDemoHospital, openBackend, openInProcessDatabase } from '@wardline/bff/in-process'
import { setupWorker } from 'msw/browser'
import type { AppProps } from '../app/app.tsx'
import { handlersFor } from './handlers.ts'
import { migrations } from './migrations.ts'

/** As often as the real server says where every room stands (RT5). */
const TICK_MS = 5_000
const COOKIE = 'wardline-mock-session'

/** The session outlives a reload, as a cookie would. */
const jar: CookieJar = {
  read: () => localStorage.getItem(COOKIE),
  write: (secret) => (secret === null ? localStorage.removeItem(COOKIE) : localStorage.setItem(COOKIE, secret)),
}

/** The demo hospital inside this browser, kept in IndexedDB: the whole workspace without a server (`npm run dev:mock`). */
export async function startMockWard(): Promise<AppProps> {
  const database = await openInProcessDatabase({ migrations, dataDir: 'idb://wardline-demo' })
  const backend = await openBackend({ database, logger: console })
  await fillDemoHospital(backend.core)
  await database.analyse()
  await setupWorker(...handlersFor(backend, jar)).start({ quiet: true })
  setInterval(() => void backend.rooms.tick(), TICK_MS)
  return { makeLine: () => backend.rooms.transport() }
}
