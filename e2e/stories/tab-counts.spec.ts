import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'

/** Returns the number on a tab's badge, 0 without a badge. */
const countOn = async (tab: Locator, label: RegExp): Promise<number> => {
  const badge = tab.getByRole('img', { name: label })
  return (await badge.count()) ? Number(await badge.innerText()) : 0
}

/** Data rows of the grid. */
const rowsOf = (grid: Locator) => grid.getByRole('row').filter({ has: grid.page().getByRole('gridcell') })

test('the count on a tab equals the rows of its list (SHL-7)', async ({ physician, ward }) => {
  const jane = await ward.jane()

  const orders = await physician.open(jane).orders()
  await orders.expectLoaded()
  await expect(rowsOf(orders.list()).first()).toBeVisible()
  expect(await countOn(orders.tab('Orders'), /open/)).toBe(await rowsOf(orders.list()).count())

  const medications = await physician.open(jane).medications()
  await medications.expectLoaded()
  await expect(rowsOf(medications.list()).first()).toBeVisible()
  const active = await medications.page
    .getByRole('region', { name: 'Medications' })
    .getByText(/^\d+ active$/)
    .innerText()
  expect(await countOn(medications.tab('Medications'), /active/)).toBe(Number.parseInt(active, 10))
})

test('the count of each pharmacy stage equals the waiting rows of its list (SHL-7)', async ({ pharmacist }) => {
  const queue = await pharmacist.pharmacyQueue()
  for (const stage of ['Verify', 'Prepare', 'Ready'] as const) {
    await queue.openStage(stage)
    await queue.expectLoaded()
    const count = await countOn(queue.page.getByRole('tab', { name: new RegExp(`^${stage}`) }), /order/)
    // A row that was just completed stays visible with the user's name and no longer counts (RT-9).
    const waiting = rowsOf(queue.queue()).filter({ hasNotText: /(Verified|Prepared|Dispensed|Discontinued) by/ })
    await expect(waiting).toHaveCount(count)
  }
})
