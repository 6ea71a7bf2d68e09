import { screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema, unitIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const commandId = () => commandIdSchema.parse(crypto.randomUUID())
const jane = patientIdSchema.parse('p-1')
const banner = () => screen.findByRole('region', { name: /Patient: SMITH, Jane/ })

test('LOG-3, LOG-4: Enter signs in; a wrong password keeps the user name and does not say which was wrong', async () => {
  const { user } = await renderWorkspace(await openWard())
  await user.type(await screen.findByLabelText(/User name/), 'dr.amal')
  await user.type(screen.getByLabelText(/Password/), 'wrong{Enter}')
  expect(await screen.findByText('The user name or password is incorrect.')).toBeVisible()
  expect(screen.getByLabelText(/User name/)).toHaveValue('dr.amal')
  await user.type(screen.getByLabelText(/Password/), 'wardline-demo{Enter}')
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeVisible()
})

test('LOG-2: the language changes before signing in, and the direction with it', async () => {
  const { user } = await renderWorkspace(await openWard())
  await user.click(await screen.findByRole('button', { name: /Switch to Arabic/ }))
  expect(await screen.findByRole('heading', { name: 'تسجيل الدخول' })).toBeVisible()
  expect(document.documentElement).toHaveAttribute('dir', 'rtl')
})

test('LOG-6: the demo environment is labelled on every screen', async () => {
  await renderWorkspace(await openWard(), { as: 'dr.amal' })
  expect(screen.getByRole('note')).toHaveTextContent('DEMO')
})

test('ID-8, ID-9: patients are grouped by unit with two identifiers, and similar names show an alert', async () => {
  await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients' })
  const jane = await screen.findByRole('row', { name: /SMITH, Jane/ })
  expect(jane).toHaveTextContent('129 728 7652')
  expect(jane).toHaveTextContent('14-Mar-1959')
  const similar = screen.getAllByRole('row', { name: /MOHAMED, Ahm/ })
  expect(similar).toHaveLength(2)
  for (const row of similar) expect(row).toHaveTextContent('Name alert')
  expect(jane).not.toHaveTextContent('Name alert')
})

test('SHL-1: the open-charts bar is shown with a chart and takes no height on a screen without one', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients' })
  const openChartsBar = () => screen.queryByRole('navigation', { name: 'Open charts' })
  const jane = await screen.findByRole('row', { name: /SMITH, Jane/ })
  expect(openChartsBar()).toBeNull()
  await user.click(jane)
  expect(openChartsBar()).toBeVisible()
  await banner()
  await user.click(screen.getByRole('link', { name: /^Patients/ }))
  expect(await screen.findByRole('heading', { name: 'Patients' })).toBeVisible()
  expect(openChartsBar()).toHaveTextContent('SMITH, Jane')
  await user.click(screen.getByRole('button', { name: /Close .*SMITH, Jane/ }))
  expect(openChartsBar()).toBeNull()
})

test('BRD-1: a patient is found by medical record number and by name in either script', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients' })
  const field = await screen.findByRole('searchbox', { name: /Name, MRN/ })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  await user.type(field, 'ادريس')
  await waitFor(() => expect(screen.queryByRole('row', { name: /SMITH, Jane/ })).toBeNull())
  expect(screen.getByRole('row', { name: /IDRIS, Musa/ })).toBeVisible()
})

test('a transferred patient appears in the list of the new unit without a reload', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients?unit=ward-5' })
  await screen.findByRole('row', { name: /OSMAN, Ali/ })
  const newLocation = { ...ward.subject('p-1'), unitId: unitIdSchema.parse('ward-5'), unitName: 'Ward 5 · Surgery', bed: 'Bed 20' }
  const encounter = await ward.read('Encounter', 'p-1-encounter')
  await ward.record('nurse.huda', newLocation, [{ type: 'encounter.updated', resource: encounter, data: { fromUnitId: 'ward-3' } }])
  expect(await screen.findByRole('row', { name: /SMITH, Jane/ })).toHaveTextContent('Bed 20')
})

test('ID-1, SHL-3: the banner shows identifiers and allergies, and an allergy added elsewhere appears without a reload', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  const region = await banner()
  expect(region).toHaveTextContent('129 728 7652')
  await waitFor(() => expect(region).toHaveTextContent('penicillin'))
  await ward.as('nurse.huda').allergies.add({
    commandId: commandId(),
    patientId: jane,
    substance: 'latex',
    code: null,
    type: 'allergy',
    criticality: 'high',
    reaction: 'rash',
    severity: 'severe',
  })
  await waitFor(() => expect(region).toHaveTextContent('latex — rash'))
})

test('SHL-7: the count on a tab equals the rows of its list, also after a colleague’s order', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/orders` })
  const tab = await screen.findByRole('tab', { name: /Orders/ })
  await waitFor(() => expect(tab).toHaveTextContent('Orders1'))
  await ward.as('dr.sami').orders.place({
    commandId: commandId(),
    patientId: jane,
    items: [{ orderableId: 'lab:2951-2', priority: 'stat', indication: null, note: null, duplicateReason: null }],
  })
  await waitFor(() => expect(tab).toHaveTextContent('Orders2'))
  expect(await screen.findByRole('row', { name: /Sodium/ })).toBeVisible()
})

test('ID-10: opening a fifth chart prompts for one to close', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients' })
  for (const mrn of ['129 728 7652', '303 114 0021', '225 601 8847', '883 014 2975', '551 209 8833']) {
    await user.click(await screen.findByText(mrn))
    if (mrn === '551 209 8833') break
    await screen.findByRole('region', { name: /^Patient: / })
    await user.click(screen.getByRole('link', { name: 'Patients' }))
  }
  const dialog = await screen.findByRole('dialog', { name: 'Four charts are open' })
  await user.click(within(dialog).getByRole('button', { name: /Close IDRIS, Musa/ }))
  expect(await screen.findByRole('region', { name: /Patient: OSMAN, Ali/ })).toBeVisible()
  const open = screen.getByRole('navigation', { name: 'Open charts' })
  expect(within(open).queryByText(/IDRIS/)).toBeNull()
})

test('D8, ATT-8: a critical value interrupts the ordering physician on every page; one acknowledgement closes it', async () => {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  const [order] = await ward.find('ServiceRequest')
  await ward.as('lab.yusuf').lab.release({
    commandId: commandId(),
    orderId: order?.id ?? '',
    collectedAt: new Date().toISOString(),
    status: 'final',
    values: [{ code: '2823-3', value: '6.8', note: null }],
    confirmedCritical: ['2823-3'],
  })
  const dialog = await screen.findByRole('alertdialog')
  expect(dialog).toHaveTextContent('SMITH, Jane')
  expect(dialog).toHaveTextContent('129 728 7652')
  expect(dialog).toHaveTextContent('6.8')
  expect(document.title).toBe('(1) Wardline')
  const acknowledge = within(dialog).getByRole('button', { name: /Acknowledge and act/ })
  await waitFor(() => expect(acknowledge).toBeEnabled(), { timeout: 3_000 })
  await user.click(acknowledge)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(document.title).toBe('Wardline')
  expect(await ward.find('Task', (task) => task.status === 'accepted')).toHaveLength(1)
})

test('INB-5: a colleague’s acknowledgement closes the dialog on this screen', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  const [order] = await ward.find('ServiceRequest')
  const { alertIds } = await ward.as('lab.yusuf').lab.release({
    commandId: commandId(),
    orderId: order?.id ?? '',
    collectedAt: new Date().toISOString(),
    status: 'final',
    values: [{ code: '2823-3', value: '6.8', note: null }],
    confirmedCritical: ['2823-3'],
  })
  await screen.findByRole('alertdialog')
  await ward.as('nurse.huda').alerts.acknowledge({ commandId: commandId(), alertId: alertIds[0] ?? '' })
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
})

test('RT-1: a delayed bus between servers shows Delayed with the reason, and no list is marked stale', async () => {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  const badge = () => document.querySelector('[data-connection]')?.getAttribute('data-connection')
  await waitFor(() => expect(badge()).toBe('live'))
  ward.server.delayed = true
  await ward.server.tick()
  await waitFor(() => expect(badge()).toBe('delayed'))
  await user.click(screen.getByRole('button', { name: /^Delayed/ }))
  expect(await screen.findByRole('dialog', { name: 'Connection' })).toHaveTextContent('Communication between the servers is delayed.')
  ward.server.delayed = false
  await ward.server.tick()
  await waitFor(() => expect(badge()).toBe('live'))
})

test('RT-1, RT7: after an outage with work done elsewhere, the chart is up to date before the badge shows Live', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  const badge = () => document.querySelector('[data-connection]')?.getAttribute('data-connection')
  await waitFor(() => expect(badge()).toBe('live'))
  ward.server.reachable = false
  ward.server.cut()
  await waitFor(() => expect(badge()).toBe('offline'))
  await ward.as('dr.sami').problems.add({
    commandId: commandId(),
    patientId: jane,
    code: null,
    text: 'Acute kidney injury',
    onset: null,
  })
  expect(screen.queryByText('Acute kidney injury')).toBeNull()
  ward.server.reachable = true
  await waitFor(() => expect(badge()).toBe('live'), { timeout: 20_000 })
  expect(screen.getByText('Acute kidney injury')).toBeVisible()
})

test('RT10: the chart closes when access to the patient is revoked', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  // Neither the care team nor the unit gives access any more.
  const team = await ward.read('CareTeam', 'p-1-team')
  await ward.record('admin', ward.subject('p-1'), [{ type: 'patient.careteam.changed', resource: { ...team, participant: [] }, data: {} }])
  await ward.backend.core.staff.setUnits('u-amal', ['ward-5'])
  expect(await screen.findByText('You do not have access to this patient.')).toBeVisible()
  expect(screen.queryByRole('region', { name: /Patient: SMITH/ })).toBeNull()
})

test('K-7, K-6: ? lists the shortcuts, g + letter opens a tab, and an unassigned shortcut is announced', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  await user.keyboard('gr')
  await waitFor(() => expect(window.location.pathname).toBe('/patients/p-1/results'))
  await user.keyboard('gq')
  await waitFor(() => expect(screen.getByText(/g q is not available here/)).toBeInTheDocument())
  await user.keyboard('?')
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toHaveTextContent('Orders')
})

test('SHL-12: the palette finds a patient; Enter opens the highlighted one', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByRole('combobox'), 'osman')
  await screen.findByRole('option', { name: /OSMAN, Ali/ })
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('region', { name: /Patient: OSMAN, Ali/ })).toBeVisible()
})

test('signing out clears the screen', async () => {
  const { user } = await renderWorkspace(await openWard(), { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  await user.click(screen.getByRole('button', { name: /Dr Amal Hassan/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(document.body).not.toHaveTextContent('SMITH')
})

test('SES-2: after the session expires, the same user signs in and continues on the same page', async () => {
  const ward = await openWard()
  const { user, endSession } = await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  await endSession()
  await screen.findByRole('dialog', { name: 'Session expired' })
  await user.type(screen.getByLabelText(/Password/), 'wardline-demo{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await banner()).toBeVisible()
})

test('a tab whose browser was taken over by another user locks, sends nothing, and keeps its page', async () => {
  const ward = await openWard()
  const { user, replaceUser } = await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/orders` })
  await screen.findByText('Live')
  const search = await screen.findByRole('combobox', { name: 'Search tests, imaging, order sets' })
  await replaceUser('nurse.huda')
  await user.type(search, 'p')
  await screen.findByRole('dialog', { name: 'Session expired' })
  expect(screen.queryByRole('grid', { name: 'Orders of this patient' })).toBeNull()
  await user.type(screen.getByLabelText(/Password/), 'wardline-demo{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await screen.findByRole('combobox', { name: 'Search tests, imaging, order sets' })).toHaveValue('p')
})

test('another user who signs in in another tab locks this tab at once; a sign-out clears it', async () => {
  const ward = await openWard()
  await renderWorkspace(ward, { as: 'dr.amal', at: `/patients/${jane}/chart` })
  await banner()
  const otherTab = new BroadcastChannel('wardline-session')
  try {
    otherTab.postMessage({ kind: 'signedIn', userId: 'u-huda' })
    expect(await screen.findByRole('dialog', { name: 'Another user signed in' })).toBeVisible()
    expect(screen.queryByRole('region', { name: /SMITH, Jane/ })).toBeNull()
    otherTab.postMessage({ kind: 'signedOut', userId: 'u-amal' })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(window.location.pathname).toBe('/')
  } finally {
    otherTab.close()
  }
})
