import { act, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'
import { useEntriesStore } from './entry/entries.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
  useEntriesStore.setState({ kept: {} })
})
afterAll(() => doors.close())

const commandId = () => crypto.randomUUID() as never

const orders = (ward: Ward, orderableId: string, priority: 'stat' | 'routine' = 'routine', patientId = 'p-2') =>
  act(async () =>
    ward.as('dr.amal').orders.place({
      commandId: commandId(),
      patientId: patientId as never,
      items: [{ orderableId, priority, indication: null, note: null, duplicateReason: null }],
    }),
  )

async function atTheBench() {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'lab.yusuf', at: '/lab' })
  const grid = await screen.findByRole('grid', { name: 'Laboratory bench' })
  await screen.findByText('Live')
  return { ward, user, grid }
}

const bench = () => within(screen.getByRole('grid', { name: 'Laboratory bench' }))
const row = (test: string) => bench().getByRole('row', { name: new RegExp(test, 'i') })
const field = (test: string) => screen.findByRole('textbox', { name: test })

describe('the worklist', () => {
  test('LAB-1, ID-8: an order stands with accession, specimen, patient, priority, age and status, STAT on top', async () => {
    const { ward, grid } = await atTheBench()
    await orders(ward, 'lab:2951-2')
    await waitFor(() => expect(within(grid).getAllByRole('row')).toHaveLength(3))
    const [, first, second] = within(grid).getAllByRole('row')
    for (const words of [/STAT/, /SMITH, Jane/, /129.728.7652/, /Potassium/, /To collect/, /at collection/])
      expect(first).toHaveTextContent(words)
    expect(within(first as HTMLElement).getByRole('timer')).toBeVisible()
    expect(second).toHaveTextContent(/Routine.*IDRIS, Musa.*Sodium/)
  })

  test('A11Y-4, RT-7: arrivals are said; while somebody reads, only STAT ones move the list', async () => {
    const { ward, user, grid } = await atTheBench()
    await user.hover(row('Potassium'))
    await orders(ward, 'lab:2951-2')
    expect(await screen.findByText('1 new order arrived while you were reading')).toBeVisible()
    expect(document.querySelector('[data-announcer=polite]')).toHaveTextContent('New order: Sodium, Routine')
    await orders(ward, 'lab:14682-9', 'stat', 'p-3')
    await waitFor(() => expect(row('Creatinine')).toBeVisible())
    expect(within(grid).queryByRole('row', { name: /Sodium/ })).toBeNull()
  })

  test('a specimen is marked collected, received and in analysis, and the counts follow', async () => {
    const { user } = await atTheBench()
    await user.click(row('Potassium'))
    await user.click(await screen.findByRole('button', { name: /^Mark collected for SMITH, Jane/ }))
    await user.click(await screen.findByRole('button', { name: /^Mark received for SMITH, Jane/ }))
    await user.click(await screen.findByRole('button', { name: /^Start analysis for SMITH, Jane/ }))
    await waitFor(() => expect(row('Potassium')).toHaveTextContent(/In analysis since \d\d:\d\d/))
    expect(screen.getByRole('tab', { name: /^To analyse/ })).toHaveTextContent('1')
  })
})

describe('the sheet', () => {
  test('LAB-4, LAB-5, LAB-6: the unit stands beside the field, the flag before release; impossible values are blocked', async () => {
    const { user } = await atTheBench()
    await user.click(row('Potassium'))
    const potassium = await field('Potassium')
    expect(potassium).toHaveFocus()
    const values = screen.getByRole('table', { name: 'Values' })
    expect(values).toHaveTextContent(/mmol\/L/)
    expect(values).toHaveTextContent(/critical < 2\.8 · ≥ 6\.5/)
    await user.type(potassium, '68')
    expect(await screen.findByText(/The analyser reports 1 to 10/)).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeDisabled()
    await user.clear(potassium)
    await user.type(potassium, '٦٫٨')
    expect(await within(values).findByText('HH')).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeEnabled()
  })

  test('ID-15: what was typed stays with its order when another one is opened', async () => {
    const { ward, user } = await atTheBench()
    await orders(ward, 'lab:2951-2')
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '4.4')
    await user.click(row('Sodium'))
    expect(await field('Sodium')).toHaveValue('')
    await user.click(row('Potassium'))
    expect(await field('Potassium')).toHaveValue('4.4')
  })

  test('LAB-7, RT-9: a normal value is released as final by keyboard alone', async () => {
    const { user } = await atTheBench()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '5.0{Enter}')
    const sheet = await screen.findByRole('dialog', { name: 'Release results of Potassium' })
    expect(within(sheet).getByRole('radio', { name: /^Final/ })).toBeChecked()
    expect(within(sheet).queryByRole('checkbox')).toBeNull()
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(row('Potassium')).toHaveAttribute('data-tone', 'lingering'))
    expect(row('Potassium')).toHaveTextContent(/Final result \d\d:\d\d/)
    expect(screen.getByRole('tab', { name: /^Done today/ })).toHaveTextContent('1')
  })

  test('LAB-8, LAB-9: a critical value is confirmed by hand, names whom it calls, and the bench sees it acknowledged', async () => {
    const { ward, user } = await atTheBench()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '6.8')
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: /^Release results/ })
    expect(sheet).toHaveTextContent(/Dr Amal Hassan is alerted at once/)
    const release = within(sheet).getByRole('button', { name: /^Release 1 result for SMITH, Jane/ })
    expect(release).toBeDisabled()
    await user.click(within(sheet).getByRole('checkbox', { name: /Potassium.*6\.8.*is confirmed on the same specimen/ }))
    await user.click(release)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

    const states = await screen.findByRole('region', { name: 'Acknowledgement of critical values' })
    await waitFor(() => expect(states).toHaveTextContent(/Potassium.*6\.8.*waiting for Dr Amal Hassan/))
    expect(row('Potassium')).toHaveAttribute('data-tone', 'critical')
    expect(screen.getByRole('tab', { name: /^Done today.*1 critical value not acknowledged/ })).toBeVisible()

    const [alert] = await ward.find('Task', (task) => task.code?.coding?.[0]?.code === 'critical-result')
    await act(async () => ward.as('dr.amal').alerts.acknowledge({ commandId: commandId(), alertId: alert?.id ?? '' }))
    await waitFor(() => expect(states).toHaveTextContent(/Acknowledged Dr Amal Hassan \d\d:\d\d.*after/))
    expect(row('Potassium')).toHaveTextContent('Acknowledged Dr Amal Hassan')
  })
})

describe('what the laboratory looks into before release', () => {
  test('LAB-5: a value that moved too far is held until the technician confirms it, and the chart says that they did', async () => {
    const { ward, user } = await atTheBench()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '4.1')
    expect(within(screen.getByRole('table', { name: 'Values' })).getByText('large change')).toBeVisible()
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: /^Release results/ })
    const release = within(sheet).getByRole('button', { name: /^Release 1 result for SMITH, Jane/ })
    expect(release).toBeDisabled()
    await user.click(within(sheet).getByRole('checkbox', { name: /Potassium was looked into and stands:.*4\.1.*−1\.8\s\(−31\s%\)/ }))
    await user.click(release)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [released] = await ward.find('Observation', ({ valueQuantity }) => valueQuantity?.value === 4.1)
    expect(released?.extension).toMatchObject([{ valueCode: 'delta' }])
  })

  test('RES-17: a comment on the specimen is chosen with the value, by keyboard, and stands on the release sheet', async () => {
    const { ward, user } = await atTheBench()
    await user.click(row('Potassium'))
    await user.type(await field('Potassium'), '5.8')
    await user.tab()
    expect(screen.getByRole('button', { name: 'Comment on the specimen, Potassium' })).toHaveFocus()
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

  test('LAB-14: a culture is answered in words, names the organism, and growth in blood is confirmed like any critical value', async () => {
    const { ward, user } = await atTheBench()
    await orders(ward, 'lab:600-7')
    await user.click(await bench().findByRole('row', { name: /Blood culture/ }))
    await user.click(await screen.findByRole('combobox', { name: 'Answer' }))
    await user.click(await screen.findByRole('option', { name: 'Growth' }))
    expect(await screen.findByText('Say what was found')).toBeVisible()
    expect(screen.getByRole('button', { name: /^Release…/ })).toBeDisabled()
    await user.type(screen.getByRole('textbox', { name: /Organism/ }), 'Escherichia coli')
    await user.keyboard('{Control>}{Enter}{/Control}')
    const sheet = await screen.findByRole('dialog', { name: 'Release results of Blood culture' })
    await user.click(within(sheet).getByRole('checkbox', { name: /Blood culture.*Growth: Escherichia coli/ }))
    await user.click(within(sheet).getByRole('button', { name: /^Release 1 result for IDRIS, Musa/ }))
    await waitFor(() => expect(row('Blood culture')).toHaveTextContent(/Final result/))
    expect(row('Blood culture')).toHaveTextContent('Critical, not acknowledged')
  })
})

test('AR-1, AR-5: in Arabic a test has its Arabic name, whole in its field, and values keep their direction', async () => {
  const { user } = await atTheBench()
  await act(() => i18next.changeLanguage('ar'))
  const grid = await screen.findByRole('grid', { name: 'منضدة المختبر' })
  await user.click(await within(grid).findByRole('row', { name: /البوتاسيوم/ }))
  expect(await screen.findByRole('textbox', { name: 'البوتاسيوم' })).toHaveAttribute('dir', 'ltr')
})

describe('finding an order', () => {
  test('LAB-2: an unknown accession number is said, and leaves everything as it was', async () => {
    const { user } = await atTheBench()
    await user.type(screen.getByRole('searchbox', { name: 'Scan or type an accession number' }), '261120-FFFFFF{Enter}')
    expect(await screen.findByText(/No order on the worklist has the accession number .*261120-FFFFFF/)).toBeVisible()
    expect(screen.getByText('No order is open')).toBeVisible()
  })
})
