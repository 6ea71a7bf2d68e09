import { screen, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { apiOf } from '../../testing/ward/api.ts'
import { staffNamed } from '../../testing/ward/staff.ts'
import { figure, isAlone, linesOf } from './lines.ts'
import { joined, type Point } from './use-operations.ts'

const { points, ...answer } = apiOf(openWard()).operations.read(staffNamed('admin'), {})
const [first, second, third] = points
if (!first || !second || !third) throw new Error('the ward has three points')

describe('points of an instance', () => {
  it('are joined with those that came, each once, in their order', () => {
    const known = joined(undefined, { ...answer, points: [first, second] })
    expect(joined(known, { ...answer, points: [second, third] }).points.map(({ at }) => at)).toEqual([first.at, second.at, third.at])
  })

  it('make a line for each name, those with the most first, and a gap where there is no value', () => {
    const of: Point[] = [
      { ...first, events: { patient: 1 } },
      { ...second, events: { patient: 1, lab: 5 } },
    ]
    expect(linesOf(of, ({ events }) => events)).toEqual([
      { label: 'lab', values: [null, 5] },
      { label: 'patient', values: [1, 1] },
    ])
  })

  it('that stand alone are marked, because a line would not show them', () => {
    expect([0, 1, 2, 3].map((index) => isAlone([1, null, 2, 3], index))).toEqual([true, false, false, false])
  })

  it.each([
    [null, '–'],
    [0.033333, '0.0333'],
    [1234.5, '1,230'],
    [0, '0'],
  ])('%s is read as %s', (value, words) => expect(figure(value)).toBe(words))
})

describe('the operations page', () => {
  beforeAll(() => doors.listen())
  afterEach(() => doors.resetHandlers())
  afterAll(() => doors.close())

  test('shows the figures of one instance by name, and that all systems answer', async () => {
    await renderWorkspace(openWard(), { as: 'admin', at: '/admin/operations' })
    expect(await screen.findByText('All systems answer')).toBeVisible()
    expect(screen.getByRole('combobox', { name: /Instance/ })).toHaveTextContent('ward')
    const processing = within(await screen.findByRole('region', { name: 'Processing time, ms' }))
    expect(processing.getByText('p95').parentElement).toHaveTextContent('p9512')
  })

  test('pauses a consumer after asking, says by whom, and lets it go on', async () => {
    const { user } = await renderWorkspace(openWard(), { as: 'admin', at: '/admin/operations' })
    await user.click(await screen.findByRole('button', { name: 'Pause Read models' }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Pause Read models?' }))
    await user.click(sheet.getByRole('button', { name: /^Pause Read models/ }))
    expect(await screen.findByText(/^Paused by /)).toBeVisible()
    await user.click(await screen.findByRole('button', { name: 'Resume Read models' }))
    expect(await screen.findByText('Running')).toBeVisible()
  })
})
