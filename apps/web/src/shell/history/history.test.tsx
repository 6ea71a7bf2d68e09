import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'
import { parseDateTime } from '../../time/wall-time.ts'
import { categoryOf } from './texts.ts'
import { dayPositions, indexAt, withoutOverlaps } from './timeline-marks.ts'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const mark = (seq: number, at: string) => ({ seq, at, type: 'lab.result.available' })
const marks = [mark(1, '2026-11-19T08:00:00.000Z'), mark(4, '2026-11-19T20:00:00.000Z'), mark(5, '2026-11-21T09:00:00.000Z')]

describe('timeline of a patient', () => {
  it.each([
    ['2026-11-18T00:00:00.000Z', 0],
    ['2026-11-19T08:00:00.000Z', 0],
    ['2026-11-19T19:59:59.999Z', 0],
    ['2026-11-20T12:00:00.000Z', 1],
    ['2030-01-01T00:00:00.000Z', 2],
  ])('at %s the newest event has index %i', (at, index) => expect(indexAt(marks, at)).toBe(index))

  it('a day begins at its first event', () => {
    expect(dayPositions(marks, (at) => at.slice(0, 10))).toEqual([
      { share: 0, at: marks[0]?.at },
      { share: 1, at: marks[2]?.at },
    ])
    expect(dayPositions([], String)).toEqual([])
  })

  it('labels do not overlap', () => {
    const labels = [0, 0.05, 0.2, 0.25, 0.31].map((share) => ({ share }))
    expect(withoutOverlaps(labels, 0.1).map(({ share }) => share)).toEqual([0, 0.2, 0.31])
  })

  it.each([
    ['21-Nov-2026 14:05', '2026-11-21T14:05:00.000Z'],
    ['21/11/2026 1405', '2026-11-21T14:05:00.000Z'],
    ['1.2.2026 9:30', '2026-02-01T09:30:00.000Z'],
    ['31-Feb-2026 10:00', null],
    ['11-Nov-2026', null],
    ['21-Nov-2026 25:00', null],
  ])('%s is parsed as %s', (typed, at) => expect(parseDateTime(typed, 'UTC')).toBe(at))

  it.each([
    ['encounter.vitals.recorded', 'vitals'],
    ['lab.order.created', 'order'],
    ['lab.critical.alert', 'alert'],
    ['pharmacy.medication.dispensed', 'medication'],
    ['fhir.resource.created', 'other'],
  ])('%s is shown as %s', (type, kind) => expect(categoryOf(type)).toBe(kind))
})

describe('chart history (T2)', () => {
  const problems = async () => within(await screen.findByRole('region', { name: /^Problems/ }))
  const addProblem = (ward: Ward, text: string) =>
    act(async () => {
      await ward.as('dr.sami').problems.add({
        commandId: commandIdSchema.parse(crypto.randomUUID()),
        patientId: patientIdSchema.parse('p-1'),
        code: null,
        text,
        onset: null,
      })
    })

  async function openHistory(ward: Ward) {
    const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients/p-1/chart' })
    await problems()
    await addProblem(ward, 'Gout')
    await (await problems()).findByText('Gout')
    await user.click(screen.getByRole('button', { name: /^History/ }))
    const slider = await screen.findByRole('slider', { name: 'Time in the chart history' })
    return { user, slider }
  }

  test('shows the chart at that time, labels it, disables every control, and returns with one key', async () => {
    const { user, slider } = await openHistory(await openWard())
    const last = Number(slider.getAttribute('max'))
    expect(slider).toHaveAttribute('aria-valuetext', expect.stringContaining(`event ${last + 1} of ${last + 1}`))
    fireEvent.change(slider, { target: { value: String(last - 1) } })
    await waitFor(async () => expect((await problems()).queryByText('Gout')).toBeNull())
    expect(within(screen.getByRole('region', { name: 'Chart history' })).getByRole('status')).toHaveTextContent(
      /^As of .+ \(not current\)$/,
    )
    for (const button of within(screen.getByRole('group', { name: 'Chart history' })).getAllByRole('button')) expect(button).toBeDisabled()

    await user.keyboard('{Escape}')
    expect(await (await problems()).findByText('Gout')).toBeVisible()
    expect(screen.queryByRole('slider')).toBeNull()
    expect((await problems()).getByRole('button', { name: /Add problem/ })).toBeEnabled()
  })

  test('a historical chart does not change with new events; the current chart has them', async () => {
    const ward = await openWard()
    const { user } = await openHistory(ward)
    await addProblem(ward, 'Anaemia')
    expect((await problems()).queryByText('Anaemia')).toBeNull()
    await user.click(screen.getByRole('button', { name: /Return to current chart/ }))
    expect(await (await problems()).findByText('Anaemia')).toBeVisible()
  })
})
