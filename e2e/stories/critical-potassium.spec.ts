import { expect, test } from '../fixtures/test.ts'

test('a critical potassium interrupts the ordering physician wherever they are, and is acknowledged once for everybody', async ({
  physician,
  nurse,
  labTechnician,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const orders = await physician.opens(patient).orders()
  await orders.place({ test: 'Potassium', priority: 'STAT' })
  const hers = await nurse.opens(patient).chart()
  await hers.isLive()
  // The physician is elsewhere by now, and has a second window open.
  const list = await physician.patients()
  const second = await physician.opens(patient, { inNewTab: true }).results()
  await Promise.all([list.isLive(), second.isLive()])

  const bench = await labTechnician.labBench()
  await bench.release(patient, { Potassium: '6.8' })

  const interruption = list.critical()
  await expect(interruption).toContainText(patient.family.toUpperCase())
  await expect(interruption).toContainText('6.8')
  await expect(interruption).toContainText(/MRN/)
  await expect(hers.alerts()).toContainText('Potassium')

  await interruption.getByRole('button', { name: /Acknowledge and act/ }).click()

  await expect(interruption).toBeHidden()
  await expect(second.critical()).toBeHidden()
  await expect(hers.page.getByText(new RegExp(`${physician.user.name}.*has it|Acknowledged.*${physician.user.name}`)).first()).toBeVisible()
})
