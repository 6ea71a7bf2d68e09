import { expect, test } from '../fixtures/test.ts'
import { HistoryPage } from '../pages/history-page.ts'

test('a physician views the chart before the last change, where all actions are disabled, and returns with one key (T2)', async ({
  physician,
  nurse,
  ward,
}) => {
  const jane = await ward.jane()
  const chart = await physician.open(jane).chart()
  await chart.expectLoaded()
  const theirs = await nurse.open(jane).chart()
  await theirs.expectLoaded()
  await theirs.recordVitals({ Pulse: '111' })
  await expect(chart.card('Vitals').getByText('111')).toBeVisible()

  const history = new HistoryPage(physician.page, jane)
  await history.open()
  await expect(history.card('Vitals').getByText('111')).toBeVisible()
  await history.showPreviousEvent()
  await expect(history.card('Vitals').getByText('111')).toBeHidden()
  await expect(history.notice()).toContainText('not current')
  for (const button of await history.content().getByRole('button').all()) await expect(button).toBeDisabled()
  // The patient's identity and alerts remain current.
  await expect(history.banner()).toBeVisible()

  // Scrolling regions can be reached by keyboard, although all controls are disabled.
  const scrollRegion = history.content().locator('[role=group][tabindex="0"]').first()
  await scrollRegion.focus()
  await expect(scrollRegion).toBeFocused()

  await history.close()
  await expect(chart.card('Vitals').getByText('111')).toBeVisible()
  await expect(chart.card('Vitals').getByRole('button', { name: 'Record vitals' })).toBeEnabled()
})
