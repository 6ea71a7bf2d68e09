import { screen, waitFor, within } from '@testing-library/react'
import { anEvent, samples } from '@wardline/events/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const jane = 'p-1'

/** A monitor sounds at the bedside of SMITH, Jane. */
async function sound(ward: Ward, priority: 'stat' | 'urgent') {
  const told = anEvent('device.alert.triggered')
  const who = { reference: `Patient/${jane}` }
  const task = { ...samples.sampleAlert(), id: 'al-9', priority, for: who, focus: { reference: 'Communication/co-2' } }
  await ward.record('nurse.huda', ward.subject(jane), [
    {
      type: 'device.alert.triggered',
      resource: { ...told.resource, subject: who, priority },
      related: [task],
      data: { deviceId: 'dv-1', notify: priority === 'stat' ? told.data.notify : [] },
    },
  ])
}

test('an alarm of high priority interrupts whoever treats the patient, in the device’s own words, until it is acknowledged', async () => {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  await sound(ward, 'stat')
  const dialog = await screen.findByRole('alertdialog')
  for (const words of ['Device alarm', 'SMITH, Jane', '129 728 7652', 'Bedside monitor 12', 'Asystole'])
    expect(dialog).toHaveTextContent(words)
  expect(dialog).not.toHaveTextContent('released')
  const acknowledge = within(dialog).getByRole('button', { name: /I have it, I am acting/ })
  await waitFor(() => expect(acknowledge).toBeEnabled(), { timeout: 3_000 })
  await user.click(acknowledge)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
})

test('an alarm of medium priority interrupts nobody and stands in the chart, also in Arabic', async () => {
  const ward = await openWard()
  await sound(ward, 'urgent')
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await i18next.changeLanguage('ar')
  const alarm = await screen.findByText('Asystole')
  expect(alarm.closest('[data-tone]')).toHaveAttribute('data-tone', 'warn')
  expect(await screen.findByRole('button', { name: /^إقرار باستلام/ })).toBeVisible()
  expect(screen.queryByRole('alertdialog')).toBeNull()
})
