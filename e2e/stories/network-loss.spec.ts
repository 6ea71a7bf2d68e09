import { expect, test } from '../fixtures/test.ts'

test('a disconnected screen shows that it is offline, and after reconnecting shows each missed order once (RT7)', async ({
  physician,
  nurse,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const hers = await nurse.open(patient).orders()
  await hers.expectLive()
  const his = await physician.open(patient).orders()
  await his.place({ test: 'Potassium' })
  await expect(hers.row('Potassium')).toBeVisible()

  nurse.network.disconnect()
  await expect(hers.connection()).toHaveAttribute('data-connection', 'offline')
  await expect(hers.connection()).toContainText(/Offline\s+since \d\d:\d\d/)
  await his.place({ test: 'Creatinine' })
  await his.revoke('Potassium', 'No longer needed')
  await expect(hers.row('Creatinine')).toHaveCount(0)
  await expect(hers.row('Potassium')).toContainText('Ordered')

  nurse.network.reconnect()
  await expect(hers.row('Creatinine')).toHaveCount(1, { timeout: 30_000 })
  await expect(hers.row('Potassium')).toContainText('Discontinued')
  await hers.expectLive()
})
