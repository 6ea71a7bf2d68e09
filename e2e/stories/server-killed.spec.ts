import { expect, isDeployment, test } from '../fixtures/test.ts'

test.skip(isDeployment, 'covered by two-instances.spec.ts for several instances')

test('the server is killed and restarted while three users work: no order is lost and all screens agree (RT3, RT7)', async ({
  physician,
  secondPhysician,
  nurse,
  ward,
  product,
}) => {
  const patient = await ward.admit({ careTeam: [physician, secondPhysician, nurse] })
  const actors = [physician, secondPhysician, nurse]
  const [amal, sami, huda] = await Promise.all(actors.map((actor) => actor.open(patient).orders()))
  if (!amal || !sami || !huda) throw new Error('three screens expected')
  await Promise.all([amal, sami, huda].map((screen) => screen.expectLive()))
  await amal.place({ test: 'Potassium' })
  await expect(huda.row('Potassium')).toBeVisible()

  await product.kill()
  await expect(huda.connection()).toHaveAttribute('data-connection', /offline|delayed/, { timeout: 20_000 })
  await product.start()

  await Promise.all(
    [amal, sami, huda].map((screen) => expect(screen.connection()).toHaveAttribute('data-connection', 'live', { timeout: 40_000 })),
  )
  await sami.place({ test: 'Creatinine' })
  for (const screen of [amal, sami, huda]) {
    await expect(screen.row('Potassium')).toHaveCount(1)
    await expect(screen.row('Creatinine')).toHaveCount(1)
  }
  // A newly loaded screen shows the same as those that were open during the crash.
  await huda.reload()
  await expect(huda.row('Potassium')).toHaveCount(1)
  await expect(huda.row('Creatinine')).toHaveCount(1)
})
