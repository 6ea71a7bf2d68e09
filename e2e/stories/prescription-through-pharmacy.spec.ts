import { expect, test } from '../fixtures/test.ts'
import type { PrescriptionInput } from '../pages/medications-page.ts'

const amoxicillin: PrescriptionInput = {
  generic: 'amoxicillin',
  dose: '500',
  unit: 'mg',
  route: 'oral',
  frequency: 'three times daily',
  days: '7',
  indication: 'Pneumonia',
}

test('a prescription is claimed by one of two racing pharmacists, verified, prepared and dispensed, and the chart shows it (PHQ-6)', async ({
  physician,
  pharmacist,
  secondPharmacist,
  ward,
}) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const omars = await pharmacist.pharmacyQueue()
  const linas = await secondPharmacist.pharmacyQueue()
  await Promise.all([omars.expectLive(), linas.expectLive()])
  const chart = await physician.open(patient).medications()

  await chart.prescribe({ ...amoxicillin, priority: 'STAT' })
  await Promise.all([expect(omars.row(patient)).toBeVisible(), expect(linas.row(patient)).toBeVisible()])
  await Promise.all([omars.openItem(patient), linas.openItem(patient)])

  // One pharmacist has the claim; the other sees whose it is.
  const mine = omars.actionButton('Verify', patient)
  const hers = linas.actionButton('Verify', patient)
  await expect(async () => {
    expect([await mine.isVisible(), await hers.isVisible()].filter(Boolean)).toHaveLength(1)
  }).toPass()
  const winner = (await mine.isVisible()) ? omars : linas
  const loser = winner === omars ? linas : omars
  const winnerName = winner === omars ? pharmacist.user.name : secondPharmacist.user.name
  await expect(loser.claimedBy(winnerName).first()).toBeVisible()

  await winner.verify(patient)
  await winner.openStage('Prepare')
  await winner.openItem(patient)
  await winner.prepare(patient, { lot: 'A17', expires: '2031-01-31' })
  await winner.openStage('Ready')
  await winner.openItem(patient)
  await winner.dispense(patient, { quantity: '21' })

  await expect(chart.row('amoxicillin')).toContainText('Dispensed')
  const progress = await physician.open(patient).pharmacy()
  await expect(progress.progressOf('amoxicillin')).toContainText(winnerName)
})

test('a prescriber’s stop interrupts the pharmacist who claimed the prescription (PHQ-21)', async ({ physician, pharmacist, ward }) => {
  const patient = await ward.admit({ careTeam: [physician] })
  const queue = await pharmacist.pharmacyQueue()
  await queue.expectLive()
  const chart = await physician.open(patient).medications()
  await chart.prescribe(amoxicillin)
  await queue.openItem(patient)
  await expect(queue.actionButton('Verify', patient)).toBeVisible()

  await chart.stop('amoxicillin', 'Changed therapy')

  await expect(queue.cancellationDialog()).toContainText(patient.family.toUpperCase())
  await expect(queue.cancellationDialog()).toContainText(physician.user.name)
})
