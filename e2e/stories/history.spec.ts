import { expect, test } from '../fixtures/test.ts'
import { HistoryPage } from '../pages/history-page.ts'

test('a physician looks at the chart before the last change, can act on nothing there, and returns with one key (T2)', async ({
  physician,
  nurse,
  ward,
}) => {
  const jane = await ward.jane()
  const chart = await physician.opens(jane).chart()
  await chart.isComplete()
  const theirs = await nurse.opens(jane).chart()
  await theirs.isComplete()
  await theirs.recordVitals({ Pulse: '111' })
  await expect(chart.card('Vitals').getByText('111')).toBeVisible()

  const history = new HistoryPage(physician.page, jane)
  await history.open()
  await expect(history.card('Vitals').getByText('111')).toBeVisible()
  await history.earlier()
  await expect(history.card('Vitals').getByText('111')).toBeHidden()
  await expect(history.band()).toContainText('not current')
  for (const button of await history.below().getByRole('button').all()) await expect(button).toBeDisabled()
  // Who it is, and what threatens them, stays of now.
  await expect(history.banner()).toBeVisible()

  // What does not fit is read by keyboard, though no control acts.
  const scrolls = history.below().locator('[role=group][tabindex="0"]').first()
  await scrolls.focus()
  await expect(scrolls).toBeFocused()

  await history.returns()
  await expect(chart.card('Vitals').getByText('111')).toBeVisible()
  await expect(chart.card('Vitals').getByRole('button', { name: 'Record vitals' })).toBeEnabled()
})
