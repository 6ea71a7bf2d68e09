import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, openApp } from '../composition/app.ts'
import { openLog } from '../observability/log.ts'
import type { Tracing } from '../observability/tracing.ts'
import { hospital, type Username } from './hospital.ts'
import { type TestSocket, testSocket } from './realtime/socket.ts'
import { openTestDatabase } from './record/snapshot.ts'
import { type TestCore, withHospital } from './services.ts'

export interface TestApp extends App {
  readonly core: TestCore
  readonly url: string
  /** Folder of uploaded files. */
  readonly uploads: string
  /** Signs in over HTTP and returns a client with cookie and bearer token. */
  signIn(username: Username): Promise<SignedInClient>
}

export interface SignedInClient {
  readonly cookie: string
  readonly token: string
  readonly expiresAt: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Returns a single-use socket ticket. */
  ticket(): Promise<string>
  socket(auth?: object): Promise<TestSocket>
  /** Connects to another process than the one that signed the user in. */
  socketAt(url: string, auth?: object): Promise<TestSocket>
  /** Calls a mutation over HTTP, with a new command id unless the input has one. */
  tell(procedure: string, input: object): Promise<{ status: number; text: string }>
}

/** Starts the application on a free port with its own in-memory database. */
export async function openTestApp(
  options: {
    now?: () => Date
    tickMs?: number
    sessionMs?: number
    claimGraceMs?: number
    tracing?: Tracing
    trustedProxies?: readonly string[]
  } = {},
): Promise<TestApp> {
  const { sessionMs = 3_600_000, ...rest } = options
  const uploads = mkdtempSync(path.join(tmpdir(), 'wardline-uploads-'))
  const app = await openApp({
    database: await openTestDatabase(),
    logger: openLog('silent'),
    sessionMs,
    demo: null,
    uploads,
    ...rest,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { ...app, core: withHospital(app.core), url, uploads, signIn: (username) => signIn(url, username) }
}

/** Signs in at the process with this address. */
export async function signIn(url: string, username: Username): Promise<SignedInClient> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password: hospital.password }),
  })
  if (!response.ok) throw new Error(`Sign-in of ${username} failed with status ${response.status}`)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { accessToken: token, expiresAt } = (await response.json()) as { accessToken: string; expiresAt: string }
  const authenticatedFetch = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { cookie, origin: url, ...init.headers } })
  const ticket = async () =>
    ((await (await authenticatedFetch('/api/auth/ticket', { method: 'POST' })).json()) as { ticket: string }).ticket
  return {
    cookie,
    token,
    expiresAt,
    fetch: authenticatedFetch,
    ticket,
    socket: async (auth) => testSocket(url, auth ?? { ticket: await ticket() }),
    socketAt: async (at, auth) => testSocket(at, auth ?? { ticket: await ticket() }),
    async tell(procedure, input) {
      const answer = await fetch(`${url}/trpc/${procedure}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), ...input }),
      })
      return { status: answer.status, text: await answer.text() }
    },
  }
}
