import { expect, it } from 'vitest'
import { InvalidSetting, readEnv } from './env.ts'

it('every setting has a default', () => {
  expect(readEnv({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: '.wardline',
    demo: true,
    livingWard: true,
    logLevel: 'info',
    sessionMs: 43_200_000,
    retention: { ms: 604_800_000, entries: 100_000 },
    scaled: null,
    instance: null,
    trustedProxies: null,
    timeZone: null,
    traces: null,
  })
})

it.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['DEMO', 'yes'],
  ['LOG_LEVEL', 'loud'],
  ['SESSION_MINUTES', '0'],
  ['RETENTION_DAYS', '0'],
  ['RETENTION_EVENTS', 'all'],
  ['DATABASE_URL', 'mysql://somewhere/db'],
  ['NATS_URL', 'localhost'],
  ['INSTANCE_ID', 'a b'],
  ['TRUSTED_PROXIES', 'everybody'],
  ['TIME_ZONE', 'Africa/Nowhere'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
])('%s=%s is refused with one sentence that names it', (name, value) => {
  const read = () => readEnv({ [name]: value })
  expect(read).toThrow(InvalidSetting)
  expect(read).toThrow(new RegExp(`^Invalid setting ${name}=${value}: expected .+\\.$`))
})

it('the time zone of the hospital is an IANA name', () => {
  expect(readEnv({ TIME_ZONE: 'Africa/Khartoum' }).timeZone).toBe('Africa/Khartoum')
})

it('an empty value counts as unset', () => {
  expect(readEnv({ PORT: '', DEMO: '' }).port).toBe(8080)
})

it('production has no demo hospital unless DEMO=on', () => {
  expect(readEnv({ NODE_ENV: 'production' })).toMatchObject({ demo: false, livingWard: false })
  expect(readEnv({ NODE_ENV: 'production', DEMO: 'on' })).toMatchObject({ demo: true, livingWard: true })
})

it('the simulator follows the demo setting', () => {
  expect(readEnv({ DEMO: 'off' }).livingWard).toBe(false)
  expect(readEnv({ LIVING_WARD: 'off' })).toMatchObject({ demo: true, livingWard: false })
  expect(() => readEnv({ DEMO: 'off', LIVING_WARD: 'on' })).toThrow(InvalidSetting)
})

it('a process runs on embedded services or on shared servers, never on a mix', () => {
  const shared = { DATABASE_URL: 'postgres://ward@db/ward', NATS_URL: 'nats://one:4222,nats://two:4222' }
  expect(readEnv({ ...shared, INSTANCE_ID: 'east-1', NATS_REPLICAS: '3' })).toMatchObject({
    scaled: { databaseUrl: shared.DATABASE_URL, natsUrl: shared.NATS_URL, replicas: 3, eventKey: null },
    instance: 'east-1',
  })
  for (const [name, value] of Object.entries(shared)) expect(() => readEnv({ [name]: value })).toThrow('must be set together')
})

it('error messages contain no password and no key', () => {
  expect(() => readEnv({ EVENT_KEY: 'c2hvcnQ' })).toThrow('Invalid setting EVENT_KEY=…: expected 32 bytes as base64url.')
  expect(() => readEnv({ DATABASE_URL: 'oracle://ward:hunter2@db/ward' })).toThrow(
    /^Invalid setting DATABASE_URL=oracle:\/\/ward:…@db\/ward: expected/,
  )
})

it('trusted proxies are addresses, networks or names of networks', () => {
  expect(readEnv({ TRUSTED_PROXIES: 'uniquelocal, 192.0.2.7,fd00::/8' }).trustedProxies).toEqual(['uniquelocal', '192.0.2.7', 'fd00::/8'])
})
