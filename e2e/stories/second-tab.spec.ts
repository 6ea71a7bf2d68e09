import { expect, test } from '../fixtures/test.ts'

test('a second tab of the same person agrees, also about their own orders', async ({ physician, ward }) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const first = await physician.opens(patient).orders()
  const second = await physician.opens(patient, { inNewTab: true }).orders()
  await Promise.all([first.isLive(), second.isLive()])

  await first.place({ test: 'Potassium' })
  await second.place({ test: 'Creatinine' })

  for (const tab of [first, second]) {
    await expect(tab.row('Potassium')).toHaveCount(1)
    await expect(tab.row('Creatinine')).toHaveCount(1)
  }
})
