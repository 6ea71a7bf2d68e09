import { expect, test } from '../fixtures/several.ts'

test('two people at two instances behind the load balancer work on while one is killed and the other replaced, and hear another system (R4)', async ({
  physician,
  nurse,
  ward,
  topology,
}) => {
  const [first, second] = topology.instances
  if (!first || !second) throw new Error('two instances')
  const patient = await ward.admit({ careTeam: [physician, nurse] })
  const amal = await physician.opens(patient).orders()
  await amal.isLive()
  const huda = await nurse.opens(patient).orders()
  await huda.isLive()
  const bothAreLive = async () => {
    for (const screen of [amal, huda]) await expect(screen.connection()).toHaveAttribute('data-connection', 'live', { timeout: 40_000 })
  }
  // The proxy sends whoever dials to where least is going on: a page that opens asks much at once, one that comes back little.
  await expect(async () => {
    const spread = (await topology.screens()).every((screens) => screens === 1)
    if (!spread) nurse.cable.pullOut()
    nurse.cable.putBack()
    await bothAreLive()
    expect(await topology.screens(), 'each at another instance').toEqual([1, 1])
  }).toPass()
  await amal.place({ test: 'Potassium' })
  await expect(huda.row('Potassium')).toBeVisible()

  await first.kill()
  await expect.poll(() => topology.screens()).toEqual([0, 2])
  await bothAreLive()
  await amal.place({ test: 'Creatinine' })
  await expect(huda.row('Creatinine')).toBeVisible()

  // As an upgrade does it: the new one is up before the old one goes.
  await first.start()
  await second.stop()
  await expect.poll(() => topology.screens()).toEqual([2, 0])
  await bothAreLive()
  await amal.place({ test: 'Magnesium' })
  for (const screen of [amal, huda])
    for (const order of ['Potassium', 'Creatinine', 'Magnesium']) await expect(screen.row(order)).toHaveCount(1)

  await topology.laboratorySystem('--patient', patient.patientId, '--critical')
  await expect(amal.critical()).toContainText('6.9')
  await amal
    .critical()
    .getByRole('button', { name: /Acknowledge and act/ })
    .click()
  const results = await nurse.opens(patient).results()
  await expect(results.row('Potassium')).toContainText('6.9')
  await second.start()
})
