import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { bucketsSince, histogramQuantile } from '../../observability/histogram-quantile.ts'
import { openMetrics } from '../../observability/metrics.ts'
import type { MetricsSample } from '../../observability/metrics-sample.ts'
import { commandId, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'
import { openMetricsHistory } from './history.ts'
import { type RegistrySample, readRegistry } from './registry-reader.ts'
import { sampleBetween } from './sample-diff.ts'
import { startSampler } from './sampler.ts'

describe('histogram quantiles', () => {
  const buckets = [
    { le: 0.01, count: 50 },
    { le: 0.1, count: 90 },
    { le: 1, count: 100 },
    { le: Number.POSITIVE_INFINITY, count: 100 },
  ]
  it.each([
    [0.5, 0.01],
    [0.7, 0.055],
    [0.9, 0.1],
    [0.95, 0.55],
    [1, 1],
  ])('quantile %f is %f', (quantile, seconds) => expect(histogramQuantile(quantile, buckets)).toBeCloseTo(seconds, 10))

  it('are null without observations, and the last finite bound beyond it', () => {
    expect(histogramQuantile(0.5, [])).toBeNull()
    expect(histogramQuantile(0.5, bucketsSince(buckets, buckets))).toBeNull()
    expect(
      histogramQuantile(0.99, [
        { le: 5, count: 0 },
        { le: Number.POSITIVE_INFINITY, count: 3 },
      ]),
    ).toBe(5)
  })
})

const emptySample: RegistrySample = {
  at: 0,
  published: {},
  processed: 0,
  failed: 0,
  requests: 0,
  serverErrors: 0,
  delivered: 0,
  connections: 0,
  rooms: 0,
  processing: [],
  hops: {},
}

describe('a metrics sample', () => {
  it('is the difference of two registry samples, by their Prometheus names', async () => {
    const metrics = openMetrics()
    const before = await readRegistry(metrics.registry, 0)
    metrics.published.inc({ type: 'lab.result.available' }, 20)
    metrics.published.inc({ type: 'patient.created' }, 10)
    metrics.processed.inc({ consumer: 'projector' }, 30)
    metrics.failed.inc({ consumer: 'projector' }, 2)
    for (let n = 0; n < 100; n++) metrics.processing.observe({ consumer: 'projector' }, 0.004)
    metrics.delivery.observe({ hop: 'commit' }, 0.03)
    metrics.requests.observe({ route: '/trpc', method: 'POST', status: 200 }, 0.1)
    metrics.requests.observe({ route: '/trpc', method: 'POST', status: 500 }, 0.1)
    metrics.connections.set(7)
    const point = sampleBetween(before, await readRegistry(metrics.registry, 10_000), null)
    expect(point).toMatchObject({
      at: '1970-01-01T00:00:10.000Z',
      events: { lab: 2, patient: 1 },
      processedPerSecond: 3,
      failedPerMinute: 12,
      errorRate: 0.5,
      connections: 7,
      stored: null,
    })
    expect(point.processing.p95).toBeGreaterThan(2)
    expect(point.processing.p95).toBeLessThanOrEqual(5)
    expect(point.hops.commit).toBeLessThanOrEqual(50)
  })

  it('omits missing metrics, and has null instead of zero during a database outage', async () => {
    const seconds = [1, 2, 3]
    const published: MetricsSample[] = []
    const sampler = await startSampler({
      registry: new Registry(),
      stored: () => Promise.reject(new Error('outage')),
      now: () => new Date((seconds.shift() ?? 0) * 1000),
      publish: (figures) => void published.push(figures),
      failed: () => {},
    })
    await sampler.take()
    await sampler.take()
    expect(published).toMatchObject([
      { stored: null, events: {}, connections: 0 },
      { stored: null, processing: { p50: null } },
    ])
    await sampler.stop()
  })
})

describe('the metrics history', () => {
  let time = 0
  const bus = embeddedBus(() => {})
  const history = openMetricsHistory(bus, () => new Date(time))
  const empty = sampleBetween(emptySample, emptySample, null)
  const publish = async (instance: string, at: number) => {
    time = at
    bus.publish('sampled', { instance, figures: { ...empty, at: new Date(at).toISOString() } })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const points = (seen: Record<string, string> = {}) =>
    history.since(seen).map(({ instance, points }) => [instance, ...points.map(({ at }) => Date.parse(at) / 1000)])

  it('is sorted by instance, without repeated, already seen or older points than half an hour', async () => {
    for (const [instance, at] of [
      ['b', 5_000],
      ['a', 6_000],
      ['b', 10_000],
      ['b', 10_000],
      ['a', 11_000],
    ] as const)
      await publish(instance, at)
    expect(points()).toEqual([
      ['a', 6, 11],
      ['b', 5, 10],
    ])
    expect(points({ b: new Date(5_000).toISOString() })).toEqual([
      ['a', 6, 11],
      ['b', 10],
    ])
    await publish('b', 11_000 + 30 * 60_000)
    expect(points()).toEqual([
      ['a', 11],
      ['b', 1811],
    ])
    time += 1_000
    expect(points()).toEqual([['b', 1811]])
    history.close()
  })
})

describe('the operations procedures', () => {
  let ward: TestWard
  beforeAll(async () => {
    ward = await openTestWard()
    await ward.admit()
  })
  afterAll(() => ward.close())

  it('are for administrators only', async () => {
    const input = { commandId: commandId() }
    for (const call of [
      ward.amal.operations.read({}),
      ward.omar.operations.consumers(),
      ward.amal.operations.pause({ ...input, consumer: 'projector' }),
      ward.amal.operations.resume({ ...input, consumer: 'projector' }),
      ward.amal.operations.rebuild({ ...input, view: 'results' }),
    ])
      expect((await refusalOf(call)).code).toBe('NOT_ALLOWED')
  })

  it('name the responding instance and return only points that the client has not seen', async () => {
    const publish = (at: string) =>
      ward.bus.publish('sampled', { instance: 'other', figures: { ...sampleBetween(emptySample, emptySample, null), at } })
    const [first, second] = [1_000, 500].map((ago) => new Date(Date.now() - ago).toISOString())
    if (!first || !second) throw new Error('A time is missing.')
    publish(first)
    publish(second)
    await new Promise((resolve) => setImmediate(resolve))
    const pointsSince = async (seen: Record<string, string>) => {
      const { answeredBy, instances } = await ward.admin.operations.read({ seen })
      expect(answeredBy).toBe(ward.instance)
      return instances.find(({ instance }) => instance === 'other')?.points.map(({ at }) => at)
    }
    expect(await pointsSince({})).toEqual([first, second])
    expect(await pointsSince({ other: first })).toEqual([second])
  })

  it('pause and resume a consumer, and are audited', async () => {
    await ward.admin.operations.pause({ commandId: commandId(), consumer: 'projector' })
    expect((await ward.admin.operations.consumers()).consumers).toMatchObject([{ consumer: 'projector', pausedBy: expect.any(String) }])
    const { patientId } = await ward.admit()
    expect((await ward.amal.patients.summary({ patientId })).patient).toBeNull()
    expect((await ward.admin.operations.consumers()).consumers[0]?.lag).toBeGreaterThan(0)
    await ward.admin.operations.resume({ commandId: commandId(), consumer: 'projector' })
    await expect.poll(async () => (await ward.admin.operations.consumers()).consumers[0]?.lag, { timeout: 10_000 }).toBe(0)
    expect((await ward.amal.patients.summary({ patientId })).patient).not.toBeNull()
    const trail = await (await ward.as('admin')).audit.read({ limit: 5 })
    expect(trail).toContainEqual(expect.objectContaining({ action: 'write', what: ['consumer projector resumed'] }))
    expect((await refusalOf(ward.admin.operations.pause({ commandId: commandId(), consumer: 'unknown' }))).code).toBe('NOT_FOUND')
  })

  it('rebuild a view and report its progress', async () => {
    await ward.admin.operations.rebuild({ commandId: commandId(), view: 'patient' })
    const stateOf = async () => (await ward.admin.operations.consumers()).views.find(({ view }) => view === 'patient')?.rebuild
    await expect.poll(async () => (await stateOf())?.state, { timeout: 10_000 }).not.toBe('running')
    const finished = await stateOf()
    expect(finished).toMatchObject({ state: 'done', instance: ward.instance })
    expect(finished?.done).toBe(finished?.total)
    expect(finished?.total).toBeGreaterThan(0)
    expect((await refusalOf(ward.admin.operations.rebuild({ commandId: commandId(), view: 'nothing' }))).code).toBe('NOT_FOUND')
  })

  it('refuse a rebuild that runs on another instance, until it has been silent for a minute', async () => {
    await ward.database.query(
      'test_elsewhere',
      `INSERT INTO rebuild (view, instance, by, started_at, done, total, seen_at, finished_at, failed)
       VALUES ('vitals', 'elsewhere', 'admin', $1, 3, 9, $1, NULL, false)`,
      [ward.now().toISOString()],
    )
    const start = () => ward.admin.operations.rebuild({ commandId: commandId(), view: 'vitals' })
    expect((await refusalOf(start())).code).toBe('NOT_IN_THIS_STATE')
    ward.clock.pass(61_000)
    expect((await ward.admin.operations.consumers()).views.find(({ view }) => view === 'vitals')?.rebuild?.state).toBe('silent')
    await start()
  })
})
