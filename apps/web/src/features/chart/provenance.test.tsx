import { screen, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const card = (name: string) => screen.findByRole('region', { name: new RegExp(`^${name}`) })

test('CHT-12: vital signs, allergies, problems, medications and orders show their author in the card', async () => {
  await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients/p-1/chart' })
  for (const [name, author] of [
    ['Vitals', /Huda|Nurse/],
    ['Allergies', /recorded by|Dr |Nurse/],
    ['Problems', /last updated by/],
    ['Active medications', /prescribed by/],
    ['Pending orders', /Dr /],
  ] as const) {
    const region = await card(name)
    expect(await within(region).findAllByText(author), name).not.toHaveLength(0)
  }
})

test('CHT-12: the releasing technician of a result is one click away', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients/p-1/chart' })
  await user.click(await within(await card('Latest results')).findByText('Potassium'))
  expect(await screen.findByRole('tab', { name: /Results/, selected: true })).toBeVisible()
  expect((await screen.findAllByText(/released by/)).length).toBeGreaterThan(0)
})
