import { expect, test } from '../fixtures/test.ts'

test('two tabs of the same user show the same orders, including the user’s own', async ({ physician, ward }) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const first = await physician.open(patient).orders()
  const second = await physician.open(patient, { inNewTab: true }).orders()
  await Promise.all([first.expectLive(), second.expectLive()])

  await first.place({ test: 'Potassium' })
  await second.place({ test: 'Creatinine' })

  for (const tab of [first, second]) {
    await expect(tab.row('Potassium')).toHaveCount(1)
    await expect(tab.row('Creatinine')).toHaveCount(1)
  }
})
