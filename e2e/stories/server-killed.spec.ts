import { expect, onDeploy, test } from '../fixtures/test.ts'

test.skip(onDeploy, 'two-instances.spec.ts tells it of several')

test('the server is killed and started again while three people work: nothing is lost, everybody agrees (RT3, RT7)', async ({
  physician,
  secondPhysician,
  nurse,
  ward,
  product,
}) => {
  const patient = await ward.admit({ careTeam: [physician, secondPhysician, nurse] })
  const people = [physician, secondPhysician, nurse]
  const [amal, sami, huda] = await Promise.all(people.map((person) => person.opens(patient).orders()))
  if (!amal || !sami || !huda) throw new Error('three people')
  await Promise.all([amal, sami, huda].map((screen) => screen.isLive()))
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
  // What the screens carried over the crash is what a fresh reader is told.
  await huda.reload()
  await expect(huda.row('Potassium')).toHaveCount(1)
  await expect(huda.row('Creatinine')).toHaveCount(1)
})
