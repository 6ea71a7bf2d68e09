import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMetrics } from '../observability/metrics.ts'
import { probeRoutes } from './probes.ts'

const outages = { database: false, bus: false }
const unresponsive = { database: false }
const need = (name: 'database' | 'bus') => async () => {
  if (name === 'database' && unresponsive.database) await new Promise(() => undefined)
  if (outages[name]) throw new Error('not connected')
}
const metrics = openMetrics()
const collect = vi.fn(async () => metrics.deadLetters.set(3))
const app = fastify()
probeRoutes(app, { metrics, dependencies: { database: need('database'), bus: need('bus') }, collect })
const probe = async (url: string) => {
  const { statusCode, body } = await app.inject({ url })
  return { statusCode, body }
}

beforeEach(() => {
  collect.mockClear()
  Object.assign(outages, { database: false, bus: false })
  unresponsive.database = false
})
afterEach(() => void vi.useRealTimers())

describe('readiness and metrics of an instance', () => {
  it('report ready while every dependency responds', async () => {
    expect(await probe('/readyz')).toMatchObject({ statusCode: 200 })
    const { body } = await probe('/metrics')
    expect(body).toContain('database_connected 1')
    expect(body).toContain('bus_connected 1')
    expect(body).toContain('dead_letter_queue_size 3')
  })

  it('report not ready without the bus, except to the load balancer', async () => {
    outages.bus = true
    expect(JSON.parse((await probe('/readyz')).body)).toEqual({ status: 'not ready', database: 'ready', bus: 'outage' })
    expect((await probe('/readyz?without=bus')).statusCode).toBe(200)
    expect((await probe('/metrics')).body).toContain('bus_connected 0')
  })

  it('are served while the database is down, with database_connected 0', async () => {
    outages.database = true
    expect((await probe('/readyz?without=bus')).statusCode).toBe(503)
    const { statusCode, body } = await probe('/metrics')
    expect(statusCode).toBe(200)
    expect(body).toContain('database_connected 0')
    expect(collect).not.toHaveBeenCalled()
    expect((await probe('/healthz')).statusCode).toBe(200)
  })

  it('time out on an unresponsive dependency', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    unresponsive.database = true
    const response = probe('/readyz')
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
    await vi.advanceTimersByTimeAsync(2_000)
    expect((await response).statusCode).toBe(503)
  })
})
