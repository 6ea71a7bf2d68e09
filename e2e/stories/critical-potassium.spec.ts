import { expect, test } from '../fixtures/test.ts'

test('a critical potassium interrupts the ordering physician on any screen, and one acknowledgement closes it for all users', async ({
  physician,
  nurse,
  labTechnician,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const orders = await physician.open(patient).orders()
  await orders.place({ test: 'Potassium', priority: 'STAT' })
  const hers = await nurse.open(patient).chart()
  await hers.expectLive()
  // The physician has left the chart and has a second tab open.
  const list = await physician.patients()
  const second = await physician.open(patient, { inNewTab: true }).results()
  await Promise.all([list.expectLive(), second.expectLive()])

  const bench = await labTechnician.labWorklist()
  await bench.release(patient, { Potassium: '6.8' })

  const interruption = list.criticalAlert()
  await expect(interruption).toContainText(patient.family.toUpperCase())
  await expect(interruption).toContainText('6.8')
  await expect(interruption).toContainText(/MRN/)
  await expect(hers.alerts()).toContainText('Potassium')

  await interruption.getByRole('button', { name: /Acknowledge and act/ }).click()

  await expect(interruption).toBeHidden()
  await expect(second.criticalAlert()).toBeHidden()
  await expect(hers.page.getByText(new RegExp(`${physician.user.name}.*has it|Acknowledged.*${physician.user.name}`)).first()).toBeVisible()
})
