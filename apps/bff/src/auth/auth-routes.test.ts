import { USER_HEADER } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'
import { hospital } from '../testing/hospital.ts'

let app: TestApp
let amal: SignedInClient

beforeAll(async () => {
  app = await openTestApp()
  amal = await app.signIn('dr.amal')
})
afterAll(() => app.close())

const login = (username: string, password: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username, password }),
  })
const code = async (response: Response) => ((await response.json()) as { refusal?: { code: string } }).refusal?.code

describe('signing in', () => {
  it('returns the user, a bearer token and its expiry, and sets an HttpOnly cookie', async () => {
    const response = await login('dr.amal', hospital.password)
    expect(await response.json()).toMatchObject({
      user: { userId: 'u-amal', username: 'dr.amal', role: 'physician', units: [{ unitId: 'ward-3' }] },
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresAt: expect.stringMatching(/Z$/),
    })
    const [cookie] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^wardline=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('is refused in the same way for a wrong password, an unknown name and a disabled account', async () => {
    await app.core.staff.setActive('u-rana', false)
    for (const [username, password] of [
      ['dr.amal', 'wrong'],
      ['dr.unknown', hospital.password],
      ['dr.rana', hospital.password],
    ] as const) {
      const response = await login(username, password)
      expect([response.status, await code(response)]).toEqual([401, 'WRONG_SIGN_IN'])
      expect(response.headers.getSetCookie()).toEqual([])
    }
    await app.core.staff.setActive('u-rana', true)
  })

  it('is limited after ten wrong passwords, for this name only', async () => {
    for (let n = 0; n < 10; n++) expect((await login('lab.yusuf', `guess ${n}`)).status).toBe(401)
    const eleventh = await login('lab.yusuf', hospital.password)
    expect([eleventh.status, await code(eleventh)]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await login('nurse.huda', hospital.password)).status).toBe(200)
  })

  it('with the right password is not limited', async () => {
    for (let n = 0; n < 12; n++) expect((await login('pharm.omar', hospital.password)).status).toBe(200)
  })

  it('from another origin is refused', async () => {
    expect((await login('dr.amal', hospital.password, { origin: 'https://evil.example' })).status).toBe(403)
  })

  it.each([{}, { username: 'x' }, { username: 1, password: 2 }, []])('with the body %j is refused', async (body) => {
    const response = await fetch(`${app.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect([response.status, await code(response)]).toEqual([400, 'INVALID_INPUT'])
  })
})

describe('two users in one browser', () => {
  it('a request that names another user than its cookie counts as not signed in, and records nothing', async () => {
    const huda = await app.signIn('nurse.huda')
    const asAmal = { headers: { [USER_HEADER]: 'u-amal', 'content-type': 'application/json' } }
    expect(await (await huda.fetch('/api/auth/me', asAmal)).json()).toEqual({ user: null, expiresAt: null })
    expect((await huda.fetch('/api/auth/ticket', { method: 'POST', headers: { [USER_HEADER]: 'u-amal' } })).status).toBe(401)
    const command = await huda.fetch('/trpc/allergies.add', { method: 'POST', ...asAmal, body: '{}' })
    expect(await command.text()).toContain('NOT_SIGNED_IN')
    const asHuda = { headers: { [USER_HEADER]: 'u-huda' } }
    expect((await huda.fetch('/api/auth/ticket', { method: 'POST', ...asHuda })).status).toBe(200)
  })

  it('the second sign-in ends the session of the first user, not of the same user', async () => {
    const signInWith = async (username: string, cookie: string) => {
      const response = await login(username, hospital.password, { cookie, origin: app.url })
      return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    }
    const userOf = async (cookie: string) => {
      const response = await fetch(`${app.url}/api/auth/me`, { headers: { cookie } })
      return ((await response.json()) as { user: { username: string } | null }).user?.username ?? null
    }
    const first = await signInWith('dr.amal', '')
    const again = await signInWith('dr.amal', first)
    expect(await userOf(first)).toBe('dr.amal')
    const other = await signInWith('nurse.huda', again)
    expect([await userOf(again), await userOf(other)]).toEqual([null, 'nurse.huda'])
  })
})

describe('a cookie', () => {
  it('identifies the user until sign-out', async () => {
    const huda = await app.signIn('nurse.huda')
    expect(await (await huda.fetch('/api/auth/me')).json()).toMatchObject({ user: { username: 'nurse.huda' } })
    await huda.fetch('/api/auth/logout', { method: 'POST' })
    const anonymous = await huda.fetch('/api/auth/me')
    expect([anonymous.status, await anonymous.json()]).toEqual([200, { user: null, expiresAt: null }])
    expect((await huda.fetch('/api/auth/ticket', { method: 'POST' })).status).toBe(401)
  })

  it('that is missing or forged is anonymous; an invalid bearer token is refused', async () => {
    const me = async (headers: Record<string, string>) => {
      const response = await fetch(`${app.url}/api/auth/me`, { headers })
      return [response.status, (await response.json()) as unknown]
    }
    const anonymous = [200, { user: null, expiresAt: null }]
    expect(await me({})).toEqual(anonymous)
    expect(await me({ cookie: `wardline=${'a'.repeat(43)}` })).toEqual(anonymous)
    expect(await me({ authorization: 'Bearer a.b.c', cookie: amal.cookie })).toEqual([
      401,
      { refusal: { code: 'NOT_SIGNED_IN', detail: null } },
    ])
  })

  it('authorises no change from another origin (CSRF)', async () => {
    const from = (origin?: string) =>
      fetch(`${app.url}/api/auth/ticket`, { method: 'POST', headers: { cookie: amal.cookie, ...(origin === undefined ? {} : { origin }) } })
    expect((await from(app.url)).status).toBe(200)
    for (const origin of [undefined, 'null', 'https://evil.example', `${app.url}.evil.example`])
      expect((await from(origin)).status).toBe(403)
  })

  it('is Secure on every host except loopback', async () => {
    const { port } = new URL(app.url)
    const { request } = await import('node:http')
    const cookie = await new Promise<string | undefined>((resolve, reject) => {
      const clientRequest = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/auth/login',
          method: 'POST',
          headers: { host: 'ward.example', 'content-type': 'application/json' },
        },
        (response) => resolve(response.resume().headers['set-cookie']?.[0]),
      )
      clientRequest.on('error', reject)
      clientRequest.end(JSON.stringify({ username: 'dr.amal', password: hospital.password }))
    })
    expect(cookie).toContain('; Secure')
  })
})

describe('the procedures', () => {
  it('refuse an unauthenticated request, with a code and without a stack trace', async () => {
    const response = await fetch(`${app.url}/trpc/alerts.list?input=%7B%7D`)
    expect(response.status).toBe(401)
    const { error } = (await response.json()) as { error: { message: string; data: Record<string, unknown> } }
    expect(error.data).toMatchObject({ refusal: { code: 'NOT_SIGNED_IN', detail: null }, requestId: expect.any(String) })
    expect(JSON.stringify(error)).not.toContain('    at ')
  })

  it('name the invalid field and not its value', async () => {
    const response = await amal.tell('vitals.record', { patientId: 'Jane Secret Smith', values: { pulse: 'Secret' } })
    expect(response.status).toBe(400)
    expect(response.text).toContain('INVALID_INPUT')
    expect(response.text).not.toContain('Secret')
  })

  it('accept queries as POST, so that no name appears in a URL (RT11)', async () => {
    const response = await fetch(`${app.url}/trpc/patients.search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${amal.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'smith' }),
    })
    expect(response.status).toBe(200)
  })
})

describe('an operator', () => {
  it('gets liveness, readiness and metrics', async () => {
    expect(await (await fetch(`${app.url}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${app.url}/readyz`)).json()).toEqual({ status: 'ready', database: 'ready' })
    const metrics = await (await fetch(`${app.url}/metrics`)).text()
    for (const name of [
      'events_published_total',
      'events_processed_total',
      'events_failed_total',
      'event_processing_duration_seconds',
      'dead_letter_queue_size',
    ])
      expect(metrics).toContain(`# TYPE ${name} `)
  })

  it('gets 404 for an unknown API path, and security headers on every response', async () => {
    expect((await fetch(`${app.url}/api/nothing`)).status).toBe(404)
    const { headers } = await fetch(`${app.url}/healthz`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})
