import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())

async function openTab() {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients/p-1/pharmacy' })
  await screen.findByRole('heading', { name: 'Pharmacy progress' })
  const prescriptionId = (await ward.find('MedicationRequest', (it) => it.medicationCodeableConcept?.text === 'paracetamol'))[0]?.id ?? ''
  const target = { prescriptionId }
  const runInAct = <Answer,>(run: () => Answer) => act(async () => run())
  return {
    claims: () => runInAct(() => ward.as('pharm.omar').pharmacy.claim({ ...target, commandId: commandId(), reason: null })),
    verifies: () =>
      runInAct(() => ward.as('pharm.omar').pharmacy.verify({ ...target, commandId: commandId(), versionId: '1', note: null })),
    dispenses: () =>
      runInAct(() =>
        ward.as('pharm.omar').pharmacy.dispense({
          ...target,
          commandId: commandId(),
          quantity: { value: 20, unit: 'tablet' },
          daysSupply: null,
          duplicateReason: null,
        }),
      ),
  }
}

const prescriptionItem = (generic: string) =>
  screen
    .getAllByRole('listitem')
    .find((item) => item.textContent?.toLowerCase().includes(generic) && item.querySelector('ol')) as HTMLElement

test('MED-17: each step of a prescription appears live with user and time', async () => {
  const pharmacist = await openTab()
  await waitFor(() => expect(prescriptionItem('paracetamol')).toHaveTextContent(/Prescribed.*Dr Amal Hassan.*To verify/))
  await pharmacist.claims()
  await waitFor(() => expect(prescriptionItem('paracetamol')).toHaveTextContent(/To verify.*Omar Farouk · .* ago/))
  await pharmacist.verifies()
  await waitFor(() => expect(prescriptionItem('paracetamol')).toHaveTextContent(/Verified \d\d:\d\d.*Omar Farouk.*To prepare/))
  await pharmacist.dispenses()
  await waitFor(() => expect(prescriptionItem('paracetamol')).toHaveTextContent(/Prepared.*From stock.*Dispensed \d\d:\d\d.*Omar Farouk/))
  expect(prescriptionItem('paracetamol')).toHaveTextContent(/Supplied: 20.tablet/)
  expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('paracetamol: Claimed by Omar Farouk')
})

test('SHL-7: the tab count matches the prescriptions in progress', async () => {
  const pharmacist = await openTab()
  const tab = screen.getByRole('tab', { name: /^Pharmacy/ })
  await waitFor(() => expect(tab).toHaveTextContent('4'))
  expect(screen.getByText('4 prescriptions in progress')).toBeVisible()
  await pharmacist.claims()
  await pharmacist.verifies()
  await pharmacist.dispenses()
  await waitFor(() => expect(tab).toHaveTextContent('3'))
})

test('the newest prescription is listed first and its current step is marked', async () => {
  await openTab()
  await waitFor(() => expect(prescriptionItem('ceftriaxone')).toBeDefined())
  const lists = screen.getAllByRole('list', { name: 'Pharmacy progress' })
  expect(lists[0]?.closest('li')).toHaveTextContent(/cefTRIAXone/)
  expect(within(lists[0] as HTMLElement).getAllByRole('listitem')[1]).toHaveAttribute('aria-current', 'step')
})
