import { act, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const commandId = () => crypto.randomUUID() as never

async function atTheTab() {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients/p-1/pharmacy' })
  await screen.findByRole('heading', { name: 'Way through the pharmacy' })
  const prescriptionId = (await ward.find('MedicationRequest', (it) => it.medicationCodeableConcept?.text === 'paracetamol'))[0]?.id ?? ''
  const about = { prescriptionId }
  const step = <Answer,>(run: () => Answer) => act(async () => run())
  return {
    claims: () => step(() => ward.as('pharm.omar').pharmacy.claim({ ...about, commandId: commandId(), reason: null })),
    verifies: () => step(() => ward.as('pharm.omar').pharmacy.verify({ ...about, commandId: commandId(), versionId: '1', note: null })),
    dispenses: () =>
      step(() =>
        ward.as('pharm.omar').pharmacy.dispense({
          ...about,
          commandId: commandId(),
          quantity: { value: 20, unit: 'tablet' },
          daysSupply: null,
          duplicateReason: null,
        }),
      ),
  }
}

const way = (generic: string) =>
  screen
    .getAllByRole('listitem')
    .find((item) => item.textContent?.toLowerCase().includes(generic) && item.querySelector('ol')) as HTMLElement

test('MED-17: each step of a prescription appears by itself, with who and when', async () => {
  const pharmacist = await atTheTab()
  await waitFor(() => expect(way('paracetamol')).toHaveTextContent(/Prescribed.*Dr Amal Hassan.*To verify/))
  await pharmacist.claims()
  await waitFor(() => expect(way('paracetamol')).toHaveTextContent(/To verify.*Omar Farouk · .* ago/))
  await pharmacist.verifies()
  await waitFor(() => expect(way('paracetamol')).toHaveTextContent(/Verified \d\d:\d\d.*Omar Farouk.*To prepare/))
  await pharmacist.dispenses()
  await waitFor(() => expect(way('paracetamol')).toHaveTextContent(/Prepared.*from stock.*Dispensed \d\d:\d\d.*Omar Farouk/))
  expect(way('paracetamol')).toHaveTextContent(/Supplied: 20.tablet/)
  expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('paracetamol: Claimed by Omar Farouk')
})

test('SHL-7: the tab counts what is under way in the list', async () => {
  const pharmacist = await atTheTab()
  const tab = screen.getByRole('tab', { name: /^Pharmacy/ })
  await waitFor(() => expect(tab).toHaveTextContent('4'))
  expect(screen.getByText('4 prescriptions are under way in the pharmacy')).toBeVisible()
  await pharmacist.claims()
  await pharmacist.verifies()
  await pharmacist.dispenses()
  await waitFor(() => expect(tab).toHaveTextContent('3'))
})

test('the newest prescription stands first, and the present step is marked', async () => {
  await atTheTab()
  await waitFor(() => expect(way('ceftriaxone')).toBeDefined())
  const lists = screen.getAllByRole('list', { name: 'Way through the pharmacy' })
  expect(lists[0]?.closest('li')).toHaveTextContent(/cefTRIAXone/)
  expect(within(lists[0] as HTMLElement).getAllByRole('listitem')[1]).toHaveAttribute('aria-current', 'step')
})
