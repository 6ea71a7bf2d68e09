import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'

/** The number a badge shows, 0 when there is none. */
const countOn = async (tab: Locator, words: RegExp): Promise<number> => {
  const badge = tab.getByRole('img', { name: words })
  return (await badge.count()) ? Number(await badge.innerText()) : 0
}

/** Rows of the grid that hold data. */
const rowsOf = (grid: Locator) => grid.getByRole('row').filter({ has: grid.page().getByRole('gridcell') })

test('a tab counts what its list shows (SHL-7)', async ({ physician, ward }) => {
  const jane = await ward.jane()

  const orders = await physician.opens(jane).orders()
  await orders.isComplete()
  await expect(rowsOf(orders.list()).first()).toBeVisible()
  expect(await countOn(orders.tab('Orders'), /open/)).toBe(await rowsOf(orders.list()).count())

  const medications = await physician.opens(jane).medications()
  await medications.isComplete()
  await expect(rowsOf(medications.list()).first()).toBeVisible()
  const active = await medications.page
    .getByRole('region', { name: 'Medications' })
    .getByText(/^\d+ active$/)
    .innerText()
  expect(await countOn(medications.tab('Medications'), /active/)).toBe(Number.parseInt(active, 10))
})

test('each stage of the pharmacy’s queue counts what waits in its list (SHL-7)', async ({ pharmacist }) => {
  const queue = await pharmacist.pharmacyQueue()
  for (const stage of ['Verify', 'Prepare', 'Ready'] as const) {
    await queue.toStage(stage)
    await queue.isComplete()
    const count = await countOn(queue.page.getByRole('tab', { name: new RegExp(`^${stage}`) }), /order/)
    // What was done a moment ago stays in sight, saying by whom, and counts no longer (RT-9).
    const waiting = rowsOf(queue.queue()).filter({ hasNotText: /(Verified|Prepared|Dispensed|Discontinued) by/ })
    await expect(waiting).toHaveCount(count)
  }
})
