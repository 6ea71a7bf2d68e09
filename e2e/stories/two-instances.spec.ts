import { expect, test } from '../fixtures/multi-instance-test.ts'

test('two users on two instances behind the load balancer continue while one instance is killed and the other replaced, and receive results of another system (R4)', async ({
  physician,
  nurse,
  ward,
  deployment,
}) => {
  const [first, second] = deployment.instances
  if (!first || !second) throw new Error('two instances expected')
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const amal = await physician.open(patient).orders()
  await amal.expectLive()
  const huda = await nurse.open(patient).orders()
  await huda.expectLive()
  const bothAreLive = async () => {
    for (const screen of [amal, huda]) await expect(screen.connection()).toHaveAttribute('data-connection', 'live', { timeout: 40_000 })
  }
  // The proxy chooses the instance with the fewest connections: opening a page takes many, a reconnect few.
  await expect(async () => {
    const isSpread = (await deployment.openConnections()).every((connections) => connections === 1)
    if (!isSpread) nurse.network.disconnect()
    nurse.network.reconnect()
    await bothAreLive()
    expect(await deployment.openConnections(), 'one user on each instance').toEqual([1, 1])
  }).toPass()
  await amal.place({ test: 'Potassium' })
  await expect(huda.row('Potassium')).toBeVisible()

  await first.kill()
  await expect.poll(() => deployment.openConnections()).toEqual([0, 2])
  await bothAreLive()
  await amal.place({ test: 'Creatinine' })
  await expect(huda.row('Creatinine')).toBeVisible()

  // As in an upgrade: the new instance is up before the old one stops.
  await first.start()
  await second.stop()
  await expect.poll(() => deployment.openConnections()).toEqual([2, 0])
  await bothAreLive()
  await amal.place({ test: 'Magnesium' })
  for (const screen of [amal, huda])
    for (const order of ['Potassium', 'Creatinine', 'Magnesium']) await expect(screen.row(order)).toHaveCount(1)

  await deployment.runLaboratorySystem('--patient', patient.patientId, '--critical')
  await expect(amal.criticalAlert()).toContainText('6.9')
  await amal
    .criticalAlert()
    .getByRole('button', { name: /Acknowledge and act/ })
    .click()
  const results = await nurse.open(patient).results()
  await expect(results.row('Potassium')).toContainText('6.9')
  await second.start()
})
