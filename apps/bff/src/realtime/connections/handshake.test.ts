import { connect } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '../../auth/sessions.ts'
import { openTestApp, type SignedInClient, type TestApp } from '../../testing/app.ts'
import { testSocket } from '../../testing/realtime/socket.ts'
import { mayConnect } from './handshake.ts'

let app: TestApp
let amal: SignedInClient
let key: Uint8Array
let claims: { sid: string; sub: string }

/** The server's only clock, which the tests of expiry move. */
let ahead = 0
beforeAll(async () => {
  app = await openTestApp({ now: () => new Date(Date.now() + ahead) })
  amal = await app.signIn('dr.amal')
  const [secret] = await app.core.database.query<{ value: string }>('test_secret', "SELECT value FROM secret WHERE name = 'bearer'")
  key = Buffer.from(secret?.value ?? '', 'base64url')
  claims = JSON.parse(Buffer.from(amal.token.split('.')[1] ?? '', 'base64url').toString())
})
afterAll(() => app.close())

const canOpen = async (auth: object, options?: Parameters<typeof testSocket>[2]) =>
  testSocket(app.url, auth, options).then(
    (socket) => {
      socket.close()
      return true
    },
    () => false,
  )

describe('S2: a ticket', () => {
  it('opens one socket, once', async () => {
    const ticket = await amal.ticket()
    expect(await canOpen({ ticket })).toBe(true)
    expect(await canOpen({ ticket })).toBe(false)
  })

  it('opens one of two sockets that present it at once', async () => {
    const ticket = await amal.ticket()
    const both = await Promise.all([canOpen({ ticket }), canOpen({ ticket })])
    expect(both.filter(Boolean)).toHaveLength(1)
  })

  it('is invalid after 30 seconds', async () => {
    const ticket = await amal.ticket()
    ahead = 31_000
    expect(await canOpen({ ticket })).toBe(false)
    ahead = 0
  })

  it('is invalid once its session has ended', async () => {
    const leaving = await app.signIn('dr.amal')
    const ticket = await leaving.ticket()
    await leaving.fetch('/api/auth/logout', { method: 'POST' })
    expect(await canOpen({ ticket })).toBe(false)
  })

  it('has at least 128 bits and is stored only as a hash', async () => {
    const ticket = await amal.ticket()
    expect(Buffer.from(ticket, 'base64url').byteLength).toBeGreaterThanOrEqual(16)
    const rows = await app.core.database.query<{ ticket_hash: string }>('test_tickets', 'SELECT ticket_hash FROM ticket')
    expect(rows.map(({ ticket_hash }) => ticket_hash)).not.toContain(ticket)
    const sessions = await app.core.database.query<{ session_hash: string }>('test_sessions', 'SELECT session_hash FROM session')
    expect(sessions.map(({ session_hash }) => session_hash)).not.toContain(amal.cookie.split('=')[1])
  })

  it.each([
    ['nothing', {}],
    ['null', { ticket: null }],
    ['an empty one', { ticket: '' }],
    ['a number', { ticket: 1 }],
    ['a list', { ticket: ['a'] }],
    ['an object', { ticket: { $ne: null } }],
    ['an invented one', { ticket: newSecret() }],
    ['a quote', { ticket: "' OR '1'='1" }],
    ['a wildcard', { ticket: '%' }],
    ['a very long one', { ticket: 'x'.repeat(50_000) }],
    ['the cookie instead of a ticket', () => ({ ticket: amal.cookie.split('=')[1] })],
    ['the bearer token instead of a ticket', () => ({ ticket: amal.token })],
    ['a bearer token beside a wrong ticket', () => ({ ticket: 'x', token: amal.token })],
  ])('is not %s', async (_, auth) => {
    expect(await canOpen(typeof auth === 'function' ? auth() : auth)).toBe(false)
  })
})

describe('S2: a bearer token', () => {
  const header = { alg: 'HS256', typ: 'at+jwt' }
  const now = () => Math.floor(Date.now() / 1000)
  const payload = () => ({ ...claims, iss: 'wardline', aud: 'wardline-bff', iat: now(), exp: now() + 600 })
  const signed = (over: object, head: object = {}, by: Uint8Array = key) =>
    new SignJWT({ ...payload(), ...over }).setProtectedHeader({ ...header, ...head }).sign(by)
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('issued by this server opens a socket', async () => {
    expect(await canOpen({ token: amal.token })).toBe(true)
    expect(await canOpen({ token: await signed({}) })).toBe(true)
  })

  const other = async () => {
    const rana = await app.signIn('dr.rana')
    return JSON.parse(Buffer.from(rana.token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string; sub: string }
  }
  const rsa = async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    return { privateKey, jwk: await exportJWK(publicKey) }
  }

  const hostile: [string, () => Promise<unknown> | unknown][] = [
    ['alg none', () => new UnsecuredJWT(payload()).encode()],
    ['alg None', () => `${encoded({ ...header, alg: 'None' })}.${encoded(payload())}.`],
    [
      'alg NONE with a signature',
      async () => `${encoded({ ...header, alg: 'NONE' })}.${encoded(payload())}.${(await signed({})).split('.')[2]}`,
    ],
    ['no alg', () => `${encoded({ typ: 'at+jwt' })}.${encoded(payload())}.`],
    ['the signature cut off', async () => (await signed({})).replace(/\.[^.]*$/, '.')],
    ['two parts', async () => (await signed({})).split('.').slice(0, 2).join('.')],
    ['four parts', async () => `${await signed({})}.x`],
    ['five parts, as an encrypted one has', () => 'a.b.c.d.e'],
    [
      'one changed letter in the signature',
      async () => (await signed({})).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')).replace(/.{4}$/, 'AAAA'),
    ],
    [
      'a changed payload under the old signature',
      async () => {
        const [head, , signature] = (await signed({})).split('.')
        return `${head}.${encoded({ ...payload(), sub: 'u-admin' })}.${signature}`
      },
    ],
    [
      'a changed header under the old signature',
      async () => {
        const [, body, signature] = (await signed({})).split('.')
        return `${encoded({ ...header, kid: 'x' })}.${body}.${signature}`
      },
    ],
    ['another key', () => signed({}, {}, Buffer.alloc(32, 1))],
    ['a key of zeros', () => signed({}, {}, Buffer.alloc(32))],
    ['HS512 with our key', () => signed({}, { alg: 'HS512' }, Buffer.concat([key, key]))],
    ['HS384 with our key', () => signed({}, { alg: 'HS384' }, Buffer.concat([key, key]))],
    [
      'RS256 with the key in jwk',
      async () => {
        const { privateKey, jwk } = await rsa()
        return new SignJWT(payload()).setProtectedHeader({ ...header, alg: 'RS256', jwk }).sign(privateKey)
      },
    ],
    [
      'RS256 with a jku',
      async () => {
        const { privateKey } = await rsa()
        return new SignJWT(payload()).setProtectedHeader({ ...header, alg: 'RS256', jku: 'https://evil.example/keys' }).sign(privateKey)
      },
    ],
    [
      'RS256 with an x5u',
      async () => {
        const { privateKey } = await rsa()
        return new SignJWT(payload()).setProtectedHeader({ ...header, alg: 'RS256', x5u: 'https://evil.example/cert' }).sign(privateKey)
      },
    ],
    [
      'RS256 said, HS256 signed',
      async () => {
        const [, body, signature] = (await signed({})).split('.')
        return `${encoded({ ...header, alg: 'RS256' })}.${body}.${signature}`
      },
    ],
    [
      'ES256',
      async () => {
        const { privateKey } = await generateKeyPair('ES256')
        return new SignJWT(payload()).setProtectedHeader({ ...header, alg: 'ES256' }).sign(privateKey)
      },
    ],
    [
      'EdDSA',
      async () => {
        const { privateKey } = await generateKeyPair('EdDSA')
        return new SignJWT(payload()).setProtectedHeader({ ...header, alg: 'EdDSA' }).sign(privateKey)
      },
    ],
    ['a kid that climbs to a known file', () => signed({}, { kid: '../../../../dev/null' }, Buffer.alloc(32))],
    ['a kid with SQL in it', () => signed({}, { kid: "' UNION SELECT 'x" }, Buffer.from('x'.repeat(32)))],
    ['a crit it does not know', () => `${encoded({ ...header, crit: ['admin'], admin: true })}.${encoded(payload())}.AAAA`],
    ['no typ', async () => new SignJWT(payload()).setProtectedHeader({ alg: 'HS256' }).sign(key)],
    ['typ JWT', () => signed({}, { typ: 'JWT' })],
    ['typ of an identity token', () => signed({}, { typ: 'id+jwt' })],
    ['typ as a list', () => signed({}, { typ: ['at+jwt'] as unknown as string })],
    ['another issuer', () => signed({ iss: 'another-party' })],
    ['no issuer', () => signed({ iss: undefined })],
    ['an issuer that begins like ours', () => signed({ iss: 'wardline.evil.example' })],
    ['another audience', () => signed({ aud: 'another-party' })],
    ['no audience', () => signed({ aud: undefined })],
    ['an audience list without us', () => signed({ aud: ['a', 'b'] })],
    ['expired', () => signed({ exp: now() - 1 })],
    ['expired long ago', () => signed({ exp: 1 })],
    ['expiry as text', () => signed({ exp: String(now() + 600) as unknown as number })],
    ['expiry null', () => signed({ exp: null as unknown as number })],
    ['no expiry', () => signed({ exp: undefined })],
    ['not valid yet', () => signed({ nbf: now() + 600 })],
    ['nbf as text', () => signed({ nbf: 'tomorrow' as unknown as number })],
    ['no time of issue', () => signed({ iat: undefined })],
    ['no session', () => signed({ sid: undefined })],
    ['an empty session', () => signed({ sid: '' })],
    ['a session that never was', () => signed({ sid: newSecret() })],
    ['a session as a number', () => signed({ sid: 1 })],
    ['a session as a list', () => signed({ sid: [claims.sid] })],
    ['a session with SQL in it', () => signed({ sid: "' OR true --" })],
    ['another person’s session', async () => signed({ sid: (await other()).sid })],
    ['another person with this session', async () => signed({ sub: (await other()).sub })],
    ['no person', () => signed({ sub: undefined })],
    ['a person as a list', () => signed({ sub: [claims.sub] as unknown as string })],
    [
      'an ended session',
      async () => {
        const leaving = await app.signIn('dr.amal')
        await leaving.fetch('/api/auth/logout', { method: 'POST' })
        return leaving.token
      },
    ],
    ['the word Bearer before it', () => `Bearer ${amal.token}`],
    ['blanks around it', () => ` ${amal.token} `],
    ['a line break in it', () => amal.token.replace('.', '.\n')],
    ['it twice', () => `${amal.token},${amal.token}`],
    ['a list of it', () => [amal.token]],
    ['an object of it', () => ({ token: amal.token })],
    ['true', () => true],
    ['an empty text', () => ''],
    ['three empty parts', () => '..'],
    ['JSON instead of a token', () => JSON.stringify(payload())],
    ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0x00])],
    ['a megabyte of points', () => '.'.repeat(60_000)],
  ]

  it(`is refused in ${hostile.length} hostile forms`, async () => {
    expect(hostile.length).toBeGreaterThanOrEqual(60)
    const accepted: string[] = []
    for (const [name, make] of hostile) if (await canOpen({ token: await make() })) accepted.push(name)
    expect(accepted).toEqual([])
  })

  it('is refused over HTTP in the same forms', async () => {
    const accepted: string[] = []
    for (const [name, make] of hostile) {
      const token = await make()
      if (typeof token !== 'string' || /[^\x20-\x7e]/.test(token)) continue
      const { status } = await fetch(`${app.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } })
      // HTTP strips blanks around a header's value.
      if (status === 200 && name !== 'blanks around it') accepted.push(name)
    }
    expect(accepted).toEqual([])
  })
})

describe('RT11 S1: a token in the address', () => {
  it.each(['token', 'ticket', 'access_token', 'auth', 'jwt'])('as %s is refused, even beside a good ticket', async (name) => {
    expect(await canOpen({ ticket: await amal.ticket() }, { query: { [name]: amal.token } })).toBe(false)
  })
})

describe('S8: a page of another origin', () => {
  it('is refused, and ours is not', async () => {
    const { host } = new URL(app.url)
    expect(await canOpen({ ticket: await amal.ticket() }, { headers: { origin: app.url } })).toBe(true)
    for (const origin of [
      'null',
      'https://evil.example',
      `http://${host}.evil.example`,
      `http://evil-${host}`,
      `http://${host}0`,
      `http://${host.split(':')[0]}`,
      `http://${host}@evil.example`,
      `file://${host}`,
      `${app.url}/`,
      `${app.url} https://evil.example`,
      '',
    ])
      expect(await canOpen({ ticket: await amal.ticket() }, { headers: { origin } }), origin).toBe(false)
  })

  it('is compared by scheme, name and port', () => {
    const mayConnectFrom = (origin: string | undefined, host: string) => mayConnect({ url: '/socket.io/?EIO=4', headers: { origin, host } })
    expect(mayConnectFrom('https://ward.example', 'ward.example')).toBe(true)
    expect(mayConnectFrom('https://ward.example:8443', 'ward.example:8443')).toBe(true)
    expect(mayConnectFrom('https://ward.example:8443', 'ward.example')).toBe(false)
    expect(mayConnectFrom('https://ward.example', 'ward.example.evil')).toBe(false)
    expect(mayConnectFrom(undefined, 'ward.example')).toBe(true) // No browser; a ticket or token is still required.
  })

  it('has no access by long polling, which is disabled', async () => {
    const { status } = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling`)
    expect(status).toBe(400)
  })
})

describe('S3: the end of a session', () => {
  it('closes the socket; a renewed session keeps it', async () => {
    const short = await openTestApp({ sessionMs: 1500 })
    const [leaves, stays] = [await short.signIn('nurse.huda'), await short.signIn('nurse.huda')]
    const [leaving, staying] = [await leaves.socket(), await stays.socket()]
    await staying.next('session', ({ state }) => state === 'expiring')
    await staying.ask('authenticate', { ticket: await stays.ticket() })
    expect((await leaving.next('session', ({ state }) => state === 'expired')).state).toBe('expired')
    await leaving.closed()
    expect(staying.io.connected).toBe(true)
    await short.close()
  })

  it('is not postponed by a ticket of another user', async () => {
    const socket = await amal.socket()
    const rana = await app.signIn('dr.rana')
    expect(await socket.ask('authenticate', { ticket: await rana.ticket() })).toEqual({ refused: 'NOT_SIGNED_IN' })
    expect(await socket.ask('authenticate', { ticket: 'x'.repeat(43) })).toEqual({ refused: 'NOT_SIGNED_IN' })
    socket.close()
  })
})

describe('S9: bytes outside the protocol', () => {
  it('affect no other client', async () => {
    const { port } = new URL(app.url)
    for (const bytes of [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n\r\n',
      '\x00\x01\x02',
      `POST /trpc HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`,
    ])
      await new Promise<void>((resolve) => {
        const raw = connect(Number(port), '127.0.0.1', () => raw.end(bytes))
        raw.on('error', () => resolve())
        raw.on('close', () => resolve())
        raw.resume()
      })
    const socket = await amal.socket()
    for (const frame of ['42["subscription"', '42[{}]', '4', '9999', '42["__proto__",{}]', '451-["x",{"_placeholder":true,"num":9}]'])
      await new Promise<void>((resolve) => {
        const odd = testSocket(app.url, { token: amal.token })
        odd.then((open) => {
          ;(open.io.io.engine as unknown as { write(text: string): void }).write(frame)
          open.io.on('disconnect', () => resolve())
          open.ask('unsubscription', { subscription_id: 'x' }).then(
            () => {
              open.close()
              resolve()
            },
            () => resolve(),
          )
        })
      })
    expect(await socket.ask('unsubscription', { subscription_id: 'x' })).toEqual({})
    socket.close()
  })
})
