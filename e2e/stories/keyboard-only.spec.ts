import { demoPassword } from '../../scripts/product/api-client.ts'
import { staff } from '../fixtures/staff.ts'
import { expect, test } from '../fixtures/test.ts'
import { OrdersPage } from '../pages/orders-page.ts'

test('a physician signs in and signs an order with the keyboard only (A11Y-1, K-5, ORD-12)', async ({ physician, ward, anonymousPage }) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const page = anonymousPage
  const { keyboard } = page
  await page.goto('/')
  await expect(page.getByLabel('User name')).toBeFocused()
  await keyboard.type(staff.physician)
  await keyboard.press('Tab')
  await keyboard.type(demoPassword)
  await keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Patients' })).toBeVisible()
  await expect(page.getByRole('searchbox')).toBeFocused()
  await keyboard.type(patient.family)
  const row = page.getByRole('row').filter({ hasText: patient.family.toUpperCase() })
  await expect(row).toBeVisible()
  await expect(page.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(1)
  await keyboard.press('Tab')
  while (!(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement))) await keyboard.press('Tab')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')

  await expect(page.getByRole('region', { name: /^Patient/ })).toContainText(patient.family.toUpperCase())
  const orders = new OrdersPage(page, patient)
  await orders.expectLoaded()
  await keyboard.press('g')
  await keyboard.press('o')
  const search = page.getByRole('combobox', { name: 'Search tests, imaging, order sets' })
  await expect(search).toBeVisible()
  await keyboard.press('o')
  await expect(search).toBeFocused()
  await keyboard.type('Potassium')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expect(search).toHaveAttribute('aria-busy', 'false')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  const line = page.getByRole('listitem', { name: /Potassium/ })
  await expect(line).toBeVisible()
  await keyboard.press('Control+Enter')
  const sheet = page.getByRole('dialog', { name: 'Sign orders' })
  const identity = page.getByRole('button', { name: `Yes, ${patient.name}` })
  await expect(sheet.or(identity)).toBeVisible()
  if (await identity.isVisible()) {
    await expect(identity).toBeEnabled()
    await keyboard.press('Enter')
  }
  // A sheet commits nothing before it can have been read.
  await expect(sheet.getByRole('button', { name: /^Sign 1 order/ })).toBeEnabled()
  await keyboard.press('Control+Enter')

  await expect(orders.row('Potassium')).toContainText('Ordered')
})
