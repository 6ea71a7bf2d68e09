import { expect, test } from '../fixtures/test.ts'

test('two users edit the same order: the second sees who changed what and keeps the draft (RT-6, RT17)', async ({
  physician,
  secondPhysician,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician, secondPhysician] })
  const amal = await physician.open(patient).orders()
  const sami = await secondPhysician.open(patient).orders()
  await Promise.all([amal.expectLive(), sami.expectLive()])
  await amal.place({ test: 'Potassium', indication: 'Weakness' })

  const hers = await amal.openAmendment('Potassium')
  const his = await sami.openAmendment('Potassium')
  await his.indication().fill('Weakness, on spironolactone')
  await hers.priority('Urgent').click()
  await hers.save().click()
  await expect(hers.sheet).toBeHidden()

  await expect(his.difference()).toContainText(physician.user.name)
  await expect(his.difference()).toContainText('Urgent')
  await expect(his.indication()).toHaveValue('Weakness, on spironolactone')
  await expect(his.save()).toBeDisabled()

  await his.difference().getByRole('button', { name: 'Reapply my changes' }).click()
  await his.save().click()

  for (const screen of [amal, sami]) {
    await expect(screen.row('Potassium')).toContainText('Urgent')
    await expect(screen.row('Potassium')).toContainText('on spironolactone')
  }
})
