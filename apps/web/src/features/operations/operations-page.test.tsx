import { screen, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { formatFigure, isIsolated, seriesOf } from './chart-series.ts'
import { combineInstances } from './combine-instances.ts'
import { mergeInstances, type Point } from './use-operations.ts'

/** Metrics of an instance. @param inMs from now */
const point = (inMs: number): Point => ({
  at: new Date(Date.now() + inMs).toISOString(),
  events: { lab: 0.4, patient: 0.2 },
  processedPerSecond: 0.6,
  failedPerMinute: 0,
  processing: { p50: 3, p95: 12, p99: 20 },
  hops: { commit: 4, relay: 1, deliver: 2 },
  errorRate: 0,
  deliveredPerSecond: 1.2,
  connections: 6,
  rooms: 6,
  stored: { lag: { projector: 0 }, deadLetters: 1 },
})
const [first, second, third] = [point(-10_000), point(-5_000), point(0)] as const

describe('points of an instance', () => {
  it('are merged with new ones, each once and in order; instances silent for half an hour are removed', () => {
    const instanceWith = (instance: string, ...points: Point[]) => ({ instance, points })
    const known = mergeInstances([instanceWith('b', first, second)], { at: second.at, instances: [instanceWith('a', first)] })
    expect(known).toEqual([instanceWith('a', first), instanceWith('b', first, second)])
    expect(mergeInstances(known, { at: third.at, instances: [instanceWith('b', second, third)] })).toEqual([
      instanceWith('a', first),
      instanceWith('b', first, second, third),
    ])
    const later = new Date(Date.parse(second.at) + 30 * 60_000).toISOString()
    expect(mergeInstances(known, { at: later, instances: [] })).toEqual([instanceWith('b', second)])
  })

  it('of several instances are combined: counts are summed, times are the slowest, and one late point is no gap', () => {
    const at = (seconds: number, overrides: Partial<Point> = {}): Point => ({
      ...first,
      ...overrides,
      at: new Date(seconds * 1000).toISOString(),
    })
    const slow = { processing: { p50: 5, p95: 50, p99: null }, hops: { relay: 9 }, connections: 2, events: { lab: 1 }, errorRate: 0.5 }
    const [both, late, alone] = combineInstances([
      { instance: 'a', points: [at(4, { connections: 1, events: { lab: 0.5, patient: 1 } }), at(9), at(23)] },
      { instance: 'b', points: [at(3, slow)] },
    ])
    expect(both).toMatchObject({
      at: '1970-01-01T00:00:05.000Z',
      connections: 3,
      events: { lab: 1.5, patient: 1 },
      processing: { p50: 5, p95: 50, p99: 20 },
      hops: { commit: 4, relay: 9 },
      errorRate: 0.5,
    })
    expect(late?.connections).toBe(first.connections + 2)
    expect(alone?.connections).toBe(first.connections)
  })

  it('make one series per name, largest first, with a gap where there is no value', () => {
    const instanceWith: Point[] = [
      { ...first, events: { patient: 1 } },
      { ...second, events: { patient: 1, lab: 5 } },
    ]
    expect(seriesOf(instanceWith, ({ events }) => events)).toEqual([
      { label: 'lab', values: [null, 5] },
      { label: 'patient', values: [1, 1] },
    ])
  })

  it('without neighbours are marked, because a line would not show them', () => {
    expect([0, 1, 2, 3].map((index) => isIsolated([1, null, 2, 3], index))).toEqual([true, false, false, false])
  })

  it.each([
    [null, '–'],
    [0.033333, '0.0333'],
    [1234.5, '1,230'],
    [0, '0'],
  ])('%s is shown as %s', (value, words) => expect(formatFigure(value)).toBe(words))
})

describe('the operations page', () => {
  beforeAll(() => doors.listen())
  afterEach(() => doors.resetHandlers())
  afterAll(() => doors.close())

  test('shows the metrics of all instances or of one, and that all systems are available', async () => {
    const ward = await openWard({ instance: 'ward' })
    // In the future: samples that the instance takes of itself during the test are older and dropped.
    for (const inMs of [110_000, 115_000, 120_000]) ward.backend.core.bus.publish('sampled', { instance: 'ward', figures: point(inMs) })
    const { user } = await renderWorkspace(ward, { as: 'admin', at: '/admin/operations' })
    expect(await screen.findByText('All systems operational')).toBeVisible()
    const choice = screen.getByRole('combobox', { name: /Instance/ })
    expect(choice).toHaveTextContent('All · 1 instance')
    await user.click(choice)
    await user.click(screen.getByRole('option', { name: 'ward' }))
    expect(choice).toHaveTextContent('ward')
    const processing = within(await screen.findByRole('region', { name: 'Processing time, ms' }))
    expect(processing.getByText('p95').parentElement).toHaveTextContent('p9512')
  })

  test('pauses a consumer after confirmation, shows the user, and resumes it', async () => {
    const { user } = await renderWorkspace(await openWard(), { as: 'admin', at: '/admin/operations' })
    await user.click(await screen.findByRole('button', { name: 'Pause Read models' }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Pause Read models?' }))
    await user.click(sheet.getByRole('button', { name: /^Pause Read models/ }))
    expect(await screen.findByText(/^Paused by /)).toBeVisible()
    await user.click(await screen.findByRole('button', { name: 'Resume Read models' }))
    expect(await screen.findByText('Running')).toBeVisible()
  })
})
