import { expect, test } from '../fixtures/test.ts'
import type { WantedMedicine } from '../pages/medications-page.ts'

const amoxicillin: WantedMedicine = {
  generic: 'amoxicillin',
  dose: '500',
  unit: 'mg',
  route: 'oral',
  frequency: 'three times daily',
  days: '7',
  indication: 'Pneumonia',
}

test('a prescription is claimed by one of two racing pharmacists, verified, prepared and dispensed, and the chart says so (PHQ-6)', async ({
  physician,
  pharmacist,
  secondPharmacist,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const omars = await pharmacist.pharmacyQueue()
  const linas = await secondPharmacist.pharmacyQueue()
  await Promise.all([omars.isLive(), linas.isLive()])
  const chart = await physician.opens(patient).medications()

  await chart.prescribe({ ...amoxicillin, priority: 'STAT' })
  await Promise.all([expect(omars.row(patient)).toBeVisible(), expect(linas.row(patient)).toBeVisible()])
  await Promise.all([omars.opens(patient), linas.opens(patient)])

  // One of them has it; the other reads whose it is.
  const mine = omars.act('Verify', patient)
  const hers = linas.act('Verify', patient)
  await expect(async () => {
    expect([await mine.isVisible(), await hers.isVisible()].filter(Boolean)).toHaveLength(1)
  }).toPass()
  const winner = (await mine.isVisible()) ? omars : linas
  const loser = winner === omars ? linas : omars
  const winnerName = winner === omars ? pharmacist.user.name : secondPharmacist.user.name
  await expect(loser.heldBy(winnerName).first()).toBeVisible()

  await winner.verify(patient)
  await winner.toStage('Prepare')
  await winner.opens(patient)
  await winner.prepare(patient, { lot: 'A17', expires: '2031-01-31' })
  await winner.toStage('Ready')
  await winner.opens(patient)
  await winner.dispense(patient, { quantity: '21' })

  await expect(chart.row('amoxicillin')).toContainText('Dispensed')
  const progress = await physician.opens(patient).pharmacy()
  await expect(progress.way('amoxicillin')).toContainText(winnerName)
})

test('a prescriber’s stop interrupts the pharmacist who has it in hand (PHQ-21)', async ({ physician, pharmacist, ward }) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const queue = await pharmacist.pharmacyQueue()
  await queue.isLive()
  const chart = await physician.opens(patient).medications()
  await chart.prescribe(amoxicillin)
  await queue.opens(patient)
  await expect(queue.act('Verify', patient)).toBeVisible()

  await chart.stop('amoxicillin', 'Changed therapy')

  await expect(queue.stopped()).toContainText(patient.family.toUpperCase())
  await expect(queue.stopped()).toContainText(physician.user.name)
})
