import { demoPassword } from '../../scripts/product/api-client.ts'
import { expect, test } from '../fixtures/test.ts'

test('a nurse signs in in another tab of the physician’s browser: the physician’s tab locks and sends nothing under the nurse’s name', async ({
  physician,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const orders = await physician.open(patient).orders()
  await orders.expectLive()

  const nurseTab = await physician.context.newPage()
  await nurseTab.goto('/')
  const status = await nurseTab.evaluate(async (password) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch('/api/auth/login', { method: 'POST', headers, body: JSON.stringify({ username: 'nurse.huda', password }) })
    return response.status
  }, demoPassword)
  expect(status).toBe(200)
  await nurseTab.reload()
  await expect(nurseTab.getByText('Huda', { exact: false }).first()).toBeVisible()

  const lock = physician.page.getByRole('dialog')
  await expect(lock).toBeVisible()
  await expect(lock).toContainText(/Another user signed in|Session expired/)
  await expect(physician.page.getByRole('grid', { name: 'Orders of this patient' })).toBeHidden()

  await lock.getByLabel(/Password/).fill(demoPassword)
  await lock.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(lock).toBeHidden()
  await orders.place({ test: 'Potassium' })
  await expect(orders.row('Potassium')).toContainText(physician.user.name)
  await expect(nurseTab.getByRole('dialog')).toBeVisible()
})
