import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'
import { entryDrafts } from './entry/entry-store.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
  entryDrafts.discardAll()
})
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())

const placeOrder = (ward: Ward, orderableId: string, priority: 'stat' | 'routine' = 'routine', patientId = 'p-2') =>
  act(async () =>
    ward.as('dr.amal').orders.place({
      commandId: commandId(),
      patientId: patientIdSchema.parse(patientId),
      items: [{ orderableId, priority, indication: null, note: null, duplicateReason: null }],
    }),
  )

async function openWorklist(opened?: Ward, at = '/lab') {
  const ward = opened ?? (await openWard())
  const { user } = await renderWorkspace(ward, { as: 'lab.yusuf', at })
  const grid = await screen.findByRole('grid', { name: 'Laboratory worklist' })
  await screen.findByText('Live')
  return { ward, user, grid }
}

const worklist = () => within(screen.getByRole('grid', { name: 'Laboratory worklist' }))
const row = (test: string) => worklist().getByRole('row', { name: new RegExp(test, 'i') })
const field = (test: string) => screen.findByRole('textbox', { name: test })

describe('worklist', () => {
  test('LAB-1, ID-8: a row shows accession, specimen, patient, priority, waiting time and status; STAT orders are on top', async () => {
    const { ward, grid } = await openWorklist()
    await placeOrder(ward, 'lab:2951-2')
    await waitFor(() => expect(within(grid).getAllByRole('row')).toHaveLength(3))
    const [, first, second] = within(grid).getAllByRole('row')
    for (const words of [/STAT/, /SMITH, Jane/, /129.728.7652/, /Potassium/, /To collect/, /Assigned at collection/])
      expect(first).toHaveTextContent(words)
    expect(within(first as HTMLElement).getByRole('timer')).toBeVisible()
    expect(second).toHaveTextContent(/Routine.*IDRIS, Musa.*Sodium/)
  })

  test('A11Y-4, RT-7: arrivals are announced; while the list is being read only STAT orders are inserted', async () => {
    const { ward, user, grid } = await openWorklist()
    await user.hover(row('Potassium'))
    await placeOrder(ward, 'lab:2951-2')
    expect(await screen.findByText('1 new order')).toBeVisible()
    expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('New order: Sodium, Routine')
    await placeOrder(ward, 'lab:14682-9', 'stat', 'p-3')
    await waitFor(() => expect(row('Creatinine')).toBeVisible())
    expect(within(grid).queryByRole('row', { name: /Sodium/ })).toBeNull()
  })

  test('marking a specimen collected, received and in analysis updates the counts', async () => {
    const { user } = await openWorklist()
    await user.click(row('Potassium'))
    await user.click(await screen.findByRole('button', { name: /^Mark collected for SMITH, Jane/ }))
    await user.click(await screen.findByRole('button', { name: /^Mark received for SMITH, Jane/ }))
    await user.click(await screen.findByRole('button', { name: /^Start analysis for SMITH, Jane/ }))
    await waitFor(() => expect(row('Potassium')).toHaveTextContent(/In analysis since \d\d:\d\d/))
    expect(screen.getByRole('tab', { name: /^To analyse/ })).toHaveTextContent('1')
  })
})

describe('result entry', () => {
  test('LAB-4, LAB-5, LAB-6: unit and flag are shown before release; values outside the measuring range are blocked', async () => {
    const { user } = await openWorklist()
    await user.click(row('Potassium'))
    const potassium = await field('Potassium')
    expect(potassium).toHaveFocus()
    const values = screen.getByRole('table', { name: 'Result entry' })
    expect(values).toHaveTextContent(/mmol\/L/)
    expect(values).toHaveTextContent(/critical < 2\.8 · ≥ 6\.5/)
    await user.type(potassium, '68')
    expect(await screen.findByText(/Outside the measuring range \(0.5 to 15/)).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeDisabled()
    await user.clear(potassium)
    await user.type(potassium, '٦٫٨')
    expect(await within(values).findByText('HH')).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeEnabled()
  })

  test('ID-15: unreleased input stays with its order while another order is open', async () => {
    const { ward, user } = await openWorklist()
    await placeOrder(ward, 'lab:2951-2')
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '4.4')
    await user.click(row('Sodium'))
    expect(await field('Sodium')).toHaveValue('')
    await user.click(row('Potassium'))
    expect(await field('Potassium')).toHaveValue('4.4')
  })

  test('LAB-7, RT-9: a normal value is released as final using only the keyboard', async () => {
    const { user } = await openWorklist()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '5.0{Enter}')
    const sheet = await screen.findByRole('dialog', { name: 'Release results: Potassium' })
    expect(within(sheet).getByRole('radio', { name: /^Final/ })).toBeChecked()
    expect(within(sheet).queryByRole('checkbox')).toBeNull()
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(row('Potassium')).toHaveAttribute('data-tone', 'lingering'))
    expect(row('Potassium')).toHaveTextContent(/Final result \d\d:\d\d/)
    expect(screen.getByRole('tab', { name: /^Done today/ })).toHaveTextContent('1')
  })

  test('LAB-8, LAB-9: a critical value needs confirmation, names the alerted clinician and shows the acknowledgement', async () => {
    const { ward, user } = await openWorklist()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '6.8')
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: /^Release results/ })
    expect(sheet).toHaveTextContent(/Dr Amal Hassan is alerted immediately/)
    const release = within(sheet).getByRole('button', { name: /^Release 1 result for SMITH, Jane/ })
    expect(release).toBeDisabled()
    await user.click(within(sheet).getByRole('checkbox', { name: /Potassium.*6\.8.*confirmed on the same specimen/ }))
    await user.click(release)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

    const acknowledgements = await screen.findByRole('region', { name: 'Critical value acknowledgement' })
    await waitFor(() => expect(acknowledgements).toHaveTextContent(/Potassium.*6\.8.*awaiting Dr Amal Hassan/))
    expect(row('Potassium')).toHaveAttribute('data-tone', 'critical')
    expect(screen.getByRole('tab', { name: /^Done today.*1 unacknowledged critical value/ })).toBeVisible()

    const [alert] = await ward.find('Task', (task) => task.code?.coding?.[0]?.code === 'critical-result')
    await act(async () => ward.as('dr.amal').alerts.acknowledge({ commandId: commandId(), alertId: alert?.id ?? '' }))
    await waitFor(() => expect(acknowledgements).toHaveTextContent(/Acknowledged by Dr Amal Hassan \d\d:\d\d.*after/))
    expect(row('Potassium')).toHaveTextContent('Acknowledged by Dr Amal Hassan')
  })
})

describe('checks before release', () => {
  test('LAB-5: a failed delta check blocks release until confirmed, and the confirmation is stored with the result', async () => {
    const { ward, user } = await openWorklist()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '4.1')
    expect(within(screen.getByRole('table', { name: 'Result entry' })).getByText('Delta check')).toBeVisible()
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: /^Release results/ })
    const release = within(sheet).getByRole('button', { name: /^Release 1 result for SMITH, Jane/ })
    expect(release).toBeDisabled()
    await user.click(within(sheet).getByRole('checkbox', { name: /Potassium checked and confirmed:.*4\.1.*−1\.8\s\(−31\s%\)/ }))
    await user.click(release)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [released] = await ward.find('Observation', ({ valueQuantity }) => valueQuantity?.value === 4.1)
    expect(released?.extension).toMatchObject([{ valueCode: 'delta' }])
  })

  test('RES-17: a specimen comment is selected by keyboard, shown on the release sheet and stored with the result', async () => {
    const { ward, user } = await openWorklist()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '5.8')
    await user.tab()
    expect(screen.getByRole('button', { name: 'Specimen comment, Potassium' })).toHaveFocus()
    await user.keyboard('{Enter}')
    await user.click(await screen.findByRole('menuitem', { name: 'Haemolysed' }))
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: /^Release results/ })
    expect(sheet).toHaveTextContent(/Potassium Haemolysed/)
    await user.click(within(sheet).getByRole('button', { name: /^Release 1 result/ }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect((await ward.find('Observation', ({ valueQuantity }) => valueQuantity?.value === 5.8))[0]?.note).toMatchObject([
      { text: 'Haemolysed' },
    ])
  })

  test('LAB-14: a positive blood culture requires the organism and is confirmed like any critical value', async () => {
    const { ward, user } = await openWorklist()
    await placeOrder(ward, 'lab:600-7')
    await user.click(await worklist().findByRole('row', { name: /Blood culture/ }))
    await user.click(await screen.findByRole('combobox', { name: 'Coded result' }))
    await user.click(await screen.findByRole('option', { name: 'Growth' }))
    expect(await screen.findByText('Enter the organism')).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeDisabled()
    await user.type(screen.getByRole('textbox', { name: /Organism/ }), 'Escherichia coli')
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: 'Release results: Blood culture' })
    await user.click(within(sheet).getByRole('checkbox', { name: /Blood culture.*Growth: Escherichia coli/ }))
    await user.click(within(sheet).getByRole('button', { name: /^Release 1 result for IDRIS, Musa/ }))
    await waitFor(() => expect(row('Blood culture')).toHaveTextContent(/Final result/))
    expect(row('Blood culture')).toHaveTextContent('Critical, unacknowledged')
  })
})

test('AR-1, AR-5: in Arabic, tests have Arabic names and value fields stay left-to-right', async () => {
  const { user } = await openWorklist()
  await act(() => i18next.changeLanguage('ar'))
  const grid = await screen.findByRole('grid', { name: 'قائمة عمل المختبر' })
  await user.click(await within(grid).findByRole('row', { name: /البوتاسيوم/ }))
  expect(await screen.findByRole('textbox', { name: 'البوتاسيوم' })).toHaveAttribute('dir', 'ltr')
})

describe('finding an order', () => {
  test('LAB-2: an unknown accession number is reported and opens no order', async () => {
    const { user } = await openWorklist()
    await user.type(screen.getByRole('searchbox', { name: 'Scan or enter accession number' }), '261120-FFFFFF{Enter}')
    expect(await screen.findByText(/Accession number .*261120-FFFFFF.* is not on the worklist/)).toBeVisible()
    expect(screen.getByText('No order selected')).toBeVisible()
  })
})
