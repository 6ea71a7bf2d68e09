import { expect, test } from '../fixtures/test.ts'

test('a STAT order placed by the physician appears on the nurse’s screen without a reload (ORD-16)', async ({ physician, nurse, ward }) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const hers = await nurse.open(patient).orders()
  await hers.expectLive()
  const his = await physician.open(patient).orders()

  await his.place({ test: 'Potassium', priority: 'STAT' })

  await expect(hers.row('Potassium')).toContainText('STAT')
  await expect(hers.announcement()).toHaveText(/new order: potassium/i)
  await expect(his.row('Potassium')).toHaveCount(1)
})

test('an order revoked by the physician leaves the nurse’s open orders with who and why (ORD-15)', async ({ physician, nurse, ward }) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const his = await physician.open(patient).orders()
  const hers = await nurse.open(patient).orders()
  await hers.expectLive()
  await his.place({ test: 'Potassium' })
  await expect(hers.row('Potassium')).toContainText('Ordered')

  await his.revoke('Potassium', 'No longer needed')

  await expect(hers.row('Potassium')).toContainText('Discontinued')
  await expect(hers.row('Potassium')).toContainText(physician.user.name)
})
