import { expect, it } from 'vitest'
import { readEnv, WrongSetting } from './env.ts'

it('needs nothing to be set', () => {
  expect(readEnv({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: '.wardline',
    demo: true,
    livingWard: true,
    logLevel: 'info',
    sessionMs: 43_200_000,
  })
})

it.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['DEMO', 'yes'],
  ['LOG_LEVEL', 'loud'],
  ['SESSION_MINUTES', '0'],
])('stops at %s=%s with one sentence that names it', (name, value) => {
  const reading = () => readEnv({ [name]: value })
  expect(reading).toThrow(WrongSetting)
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
  expect(() => readEnv({ DEMO: 'off', LIVING_WARD: 'on' })).toThrow(WrongSetting)
})
