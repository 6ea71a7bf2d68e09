import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import { recordAlarm } from '../../testing/ward/device-alarm.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const jane = 'p-1'

test('a high-priority alarm interrupts the treating physician with the device’s message until it is acknowledged', async () => {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  await recordAlarm(ward, jane, 'stat')
  const dialog = await screen.findByRole('alertdialog')
  for (const words of ['Device alarm', 'SMITH, Jane', '129 728 7652', 'Bedside monitor 12', 'Asystole'])
    expect(dialog).toHaveTextContent(words)
  expect(dialog).not.toHaveTextContent(/released/i)
  const acknowledge = within(dialog).getByRole('button', { name: /Acknowledge and act/ })
  await waitFor(() => expect(acknowledge).toBeEnabled(), { timeout: 3_000 })
  await user.click(acknowledge)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
})

test('a medium-priority alarm is shown in the chart without interrupting, also in Arabic', async () => {
  const ward = await openWard()
  await recordAlarm(ward, jane, 'urgent')
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await i18next.changeLanguage('ar')
  const alarm = await screen.findByText('Asystole')
  expect(alarm.closest('[data-tone]')).toHaveAttribute('data-tone', 'warn')
  expect(await screen.findByRole('button', { name: /^إقرار باستلام/ })).toBeVisible()
  expect(screen.queryByRole('alertdialog')).toBeNull()
})
