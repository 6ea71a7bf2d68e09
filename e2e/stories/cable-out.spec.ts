import { expect, test } from '../fixtures/test.ts'

test('cable out, work done elsewhere, cable in: the screen says so, catches up and shows each order once (RT7)', async ({
  physician,
  nurse,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const hers = await nurse.opens(patient).orders()
  await hers.isLive()
  const his = await physician.opens(patient).orders()
  await his.place({ test: 'Potassium' })
  await expect(hers.row('Potassium')).toBeVisible()

  nurse.cable.pullOut()
  await expect(hers.connection()).toHaveAttribute('data-connection', 'offline')
  await expect(hers.connection()).toContainText(/Offline\s+since \d\d:\d\d/)
  await his.place({ test: 'Creatinine' })
  await his.revoke('Potassium', 'No longer needed')
  await expect(hers.row('Creatinine')).toHaveCount(0)
  await expect(hers.row('Potassium')).toContainText('Ordered')

  nurse.cable.putBack()
  await expect(hers.row('Creatinine')).toHaveCount(1, { timeout: 30_000 })
  await expect(hers.row('Potassium')).toContainText('Discontinued')
  await hers.isLive()
})
