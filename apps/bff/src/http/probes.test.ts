import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMetrics } from '../observability/metrics.ts'
import { probeRoutes } from './probes.ts'

const away = { database: false, bus: false }
const silent = { database: false }
const need = (name: 'database' | 'bus') => async () => {
  if (name === 'database' && silent.database) await new Promise(() => undefined)
  if (away[name]) throw new Error('away')
}
const metrics = openMetrics()
const collect = vi.fn(async () => metrics.deadLetters.set(3))
const app = fastify()
probeRoutes(app, { metrics, needs: { database: need('database'), bus: need('bus') }, collect })
const ask = async (url: string) => {
  const { statusCode, body } = await app.inject({ url })
  return { statusCode, body }
}

beforeEach(() => {
  collect.mockClear()
  Object.assign(away, { database: false, bus: false })
  silent.database = false
})
afterEach(() => void vi.useRealTimers())

describe('an instance', () => {
  it('is ready while everything it stands on answers', async () => {
    expect(await ask('/readyz')).toMatchObject({ statusCode: 200 })
    const { body } = await ask('/metrics')
    expect(body).toContain('database_connected 1')
    expect(body).toContain('bus_connected 1')
    expect(body).toContain('dead_letter_queue_size 3')
  })

  it('without its bus is not ready, unless asked by whoever sends people here', async () => {
    away.bus = true
    expect(JSON.parse((await ask('/readyz')).body)).toEqual({ status: 'not ready', database: 'ready', bus: 'outage' })
    expect((await ask('/readyz?without=bus')).statusCode).toBe(200)
    expect((await ask('/metrics')).body).toContain('bus_connected 0')
  })

  it('tells its figures also while the database is away, and that it is', async () => {
    away.database = true
    expect((await ask('/readyz?without=bus')).statusCode).toBe(503)
    const { statusCode, body } = await ask('/metrics')
    expect(statusCode).toBe(200)
    expect(body).toContain('database_connected 0')
    expect(collect).not.toHaveBeenCalled()
    expect((await ask('/healthz')).statusCode).toBe(200)
  })

  it('waits for nobody who does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    silent.database = true
    const asked = ask('/readyz')
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
    await vi.advanceTimersByTimeAsync(2_000)
    expect((await asked).statusCode).toBe(503)
  })
})
