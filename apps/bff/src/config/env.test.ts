import { expect, it } from 'vitest'
import { InvalidSetting, readEnv } from './env.ts'

it('needs nothing to be set', () => {
  expect(readEnv({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: '.wardline',
    demo: true,
    livingWard: true,
    logLevel: 'info',
    sessionMs: 43_200_000,
    keeping: { ms: 604_800_000, entries: 100_000 },
    scaled: null,
    instance: null,
    trustedProxies: null,
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
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
])('stops at %s=%s with one sentence that names it', (name, value) => {
  const reading = () => readEnv({ [name]: value })
  expect(reading).toThrow(InvalidSetting)
  expect(reading).toThrow(new RegExp(`^${name}=${value} cannot be used: .+\\.$`))
})

it('takes an empty value for none', () => {
  expect(readEnv({ PORT: '', DEMO: '' }).port).toBe(8080)
})

it('has no demo hospital in production unless asked for by name', () => {
  expect(readEnv({ NODE_ENV: 'production' })).toMatchObject({ demo: false, livingWard: false })
  expect(readEnv({ NODE_ENV: 'production', DEMO: 'on' })).toMatchObject({ demo: true, livingWard: true })
})

it('lets the living ward follow the demo', () => {
  expect(readEnv({ DEMO: 'off' }).livingWard).toBe(false)
  expect(readEnv({ LIVING_WARD: 'off' })).toMatchObject({ demo: true, livingWard: false })
  expect(() => readEnv({ DEMO: 'off', LIVING_WARD: 'on' })).toThrow(InvalidSetting)
})

it('is one process on embedded parts, or one of several on shared servers, and nothing in between', () => {
  const shared = { DATABASE_URL: 'postgres://ward@db/ward', NATS_URL: 'nats://one:4222,nats://two:4222' }
  expect(readEnv({ ...shared, INSTANCE_ID: 'east-1', NATS_REPLICAS: '3' })).toMatchObject({
    scaled: { databaseUrl: shared.DATABASE_URL, natsUrl: shared.NATS_URL, replicas: 3, eventKey: null },
    instance: 'east-1',
  })
  for (const [name, value] of Object.entries(shared)) expect(() => readEnv({ [name]: value })).toThrow('need each other')
})

it('says no password and no key', () => {
  expect(() => readEnv({ EVENT_KEY: 'c2hvcnQ' })).toThrow('EVENT_KEY=… cannot be used: it has to be 32 bytes as base64url.')
  expect(() => readEnv({ DATABASE_URL: 'oracle://ward:hunter2@db/ward' })).toThrow(
    /^DATABASE_URL=oracle:\/\/ward:…@db\/ward cannot be used/,
  )
})

it('takes proxies by address, network and name', () => {
  expect(readEnv({ TRUSTED_PROXIES: 'uniquelocal, 192.0.2.7,fd00::/8' }).trustedProxies).toEqual(['uniquelocal', '192.0.2.7', 'fd00::/8'])
})
