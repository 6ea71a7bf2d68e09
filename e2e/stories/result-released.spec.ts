import { expect, test } from '../fixtures/test.ts'

test('a result released by the laboratory appears in Results and in the order’s row', async ({ physician, nurse, labTechnician, ward }) => {
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const orders = await physician.open(patient).orders()
  const results = await nurse.open(patient).results()
  await results.expectLive()
  await orders.place({ test: 'Potassium' })

  const bench = await labTechnician.labWorklist()
  await bench.release(patient, { Potassium: '4.2' })

  await expect(results.row('Potassium')).toContainText('4.2')
  await expect(orders.row('Potassium')).toContainText('Resulted')
  await expect(orders.row('Potassium').getByRole('link', { name: /Open result:/ })).toBeVisible()
})
