import { type CookieJar, fillDemoHospital, openBackend, openInProcessDatabase } from '@wardline/bff/in-process'
import { TICK_MS } from '@wardline/sync/protocol'
import { setupWorker } from 'msw/browser'
import type { AppProps } from '../app/app.tsx'
import { handlersFor } from './handlers.ts'
import { migrations } from './migrations.ts'

const DATABASE = 'wardline-demo'
const COOKIE = 'wardline-mock-session'

/** The session outlives a reload, as a cookie does. */
const jar: CookieJar = {
  read: () => localStorage.getItem(COOKIE),
  write: (secret) => (secret === null ? localStorage.removeItem(COOKIE) : localStorage.setItem(COOKIE, secret)),
}

const openDatabase = () => openInProcessDatabase({ migrations, dataDir: `idb://${DATABASE}` })

const deleteDatabase = () =>
  new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(`/pglite/${DATABASE}`)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })

/** Opens the database of the last visit; one that a closing page left half written is replaced. */
async function openOrReplace() {
  try {
    return await openDatabase()
  } catch (error) {
    console.warn('The demo database could not be opened and is created again.', error)
    await deleteDatabase()
    return openDatabase()
  }
}

function showProgress(text: string): void {
  const root = document.getElementById('root')
  if (root) root.textContent = text
}

/** The demo hospital inside this browser, kept in IndexedDB: the whole workspace without a server (`npm run dev:mock`). */
export async function startMockWard(): Promise<AppProps> {
  // PGlite copies its files in the background and meets temporary ones that are gone; the next copy has the rest.
  addEventListener('unhandledrejection', (event) => {
    if (event.reason?.name === 'ErrnoError') event.preventDefault()
  })
  showProgress('Opening the demo hospital. The first visit takes about half a minute.')
  const database = await openOrReplace()
  const backend = await openBackend({ database, logger: console })
  await fillDemoHospital(backend.core)
  await database.analyse()
  await setupWorker(...handlersFor(backend, jar)).start({ quiet: true })
  setInterval(() => void backend.rooms.tick(), TICK_MS)
  showProgress('')
  return { makeTransport: () => backend.rooms.transport() }
}
