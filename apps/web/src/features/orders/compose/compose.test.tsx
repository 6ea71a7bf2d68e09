import { act, screen, waitFor, within } from '@testing-library/react'
import { commandIdSchema, patientIdSchema } from '@wardline/events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { i18next } from '../../../i18n/language.ts'
import { sessionStore } from '../../../session/session-store.ts'
import { doors, openWard, renderWorkspace } from '../../../testing/render-workspace.tsx'

beforeAll(async () => {
  doors.listen()
  await import('../orders-tab.tsx')
}, 60_000)
beforeEach(sessionStore.signedOut)
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const jane = patientIdSchema.parse('p-1')
const commandId = () => commandIdSchema.parse(crypto.randomUUID())

async function renderOrders() {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients/p-1/orders' })
  await screen.findByRole('grid', { name: 'Orders of this patient' })
  await screen.findByText('Live')
  return { ward, user }
}
type User = Awaited<ReturnType<typeof renderOrders>>['user']

async function addDraft(user: User, words: string, order: string) {
  await user.type(await screen.findByRole('combobox', { name: 'Search tests, imaging, order sets' }), words)
  await user.click(await screen.findByRole('option', { name: new RegExp(`^${order}(?!,| chl)`) }))
  return within(await screen.findByRole('listitem', { name: order }))
}

/** Opens the sign sheet, confirming the identity if the chart was opened less than ten seconds ago (ID-13). */
async function review(user: User) {
  await user.keyboard('{Control>}{Enter}{/Control}')
  await screen.findByRole('dialog')
  if (screen.queryByRole('button', { name: 'Yes, SMITH, Jane' })) await user.keyboard('{Enter}')
  return screen.findByRole('dialog', { name: 'Sign orders' })
}

async function sign(user: User) {
  const sheet = await review(user)
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(sheet).not.toBeInTheDocument())
}

const row = (order: string) => screen.getByRole('row', { name: new RegExp(order) })
const context = () => screen.findByRole('region', { name: 'Patient data for ordering' })
const factOf = (strip: HTMLElement, label: string) => within(strip).getByText(label).parentElement

describe('ORD-10: patient data beside the composer', () => {
  test('each value has unit, time and age, and a test never reported shows “No result”', async () => {
    const { ward } = await renderOrders()
    const strip = await context()
    expect(factOf(strip, 'INR')).toHaveTextContent('No result')
    const orderId = await act(async () => {
      const { orderIds } = await ward.as('dr.sami').orders.place({
        commandId: commandId(),
        patientId: jane,
        items: [{ orderableId: 'lab:2823-3', priority: 'stat', indication: null, note: null, duplicateReason: 'change' }],
      })
      return orderIds[0] ?? ''
    })
    const collectedAt = new Date(Date.now() - 5 * 60_000).toISOString()
    await act(async () =>
      ward.as('lab.yusuf').lab.release({
        commandId: commandId(),
        orderId,
        collectedAt,
        status: 'final',
        values: [{ code: '2823-3', value: '6.4', note: null }],
        confirmedCritical: [],
      }),
    )
    await waitFor(() => expect(factOf(strip, 'Potassium')).toHaveTextContent('6.4'))
    expect(factOf(strip, 'Potassium')).toHaveTextContent(/H.*6\.4.*mmol\/L.*\d\d:\d\d.*[45] min ago/)
  })

  test('an allergy that matches the content of an order raises an alert that names both', async () => {
    const { user, ward } = await renderOrders()
    await context()
    await act(async () =>
      ward.as('nurse.huda').allergies.add({
        commandId: commandId(),
        patientId: jane,
        substance: 'iodinated contrast',
        code: null,
        type: 'allergy',
        criticality: 'high',
        reaction: 'urticaria',
        severity: null,
      }),
    )
    expect(screen.queryByText(/Allergy alert/)).toBeNull()
    await addDraft(user, 'contrast', 'CT abdomen and pelvis with contrast')
    expect(
      await within(screen.getByRole('region', { name: 'allergies' })).findByText(
        /Allergy alert for CT abdomen and pelvis with contrast: .*iodinated contrast/,
      ),
    ).toBeVisible()
  })
})

test('SHL-11: unchecked interactions are listed, and signing requires their acceptance, by keyboard alone', async () => {
  const { user, ward } = await renderOrders()
  const line = await addDraft(user, 'contrast', 'CT abdomen and pelvis with contrast')
  await user.type(line.getByRole('textbox', { name: /^Indication/ }), 'abscess')
  expect(screen.getByText('Not checked: allergies, renal function, pregnancy.')).toBeVisible()
  const sheet = await review(user)
  expect(within(sheet).getByRole('button', { name: /^Sign 1 order/ })).toBeDisabled()
  const checkbox = within(sheet).getByRole('checkbox', { name: 'I have checked these myself' })
  expect(checkbox).toHaveFocus()
  await user.keyboard(' ')
  expect(checkbox).toBeChecked()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(row('CT abdomen')).toHaveTextContent('Not checked: allergies, renal function, pregnancy'))
  expect(await ward.find('ServiceRequest', (it) => it.code?.text?.startsWith('CT abdomen') ?? false)).toHaveLength(1)
})

test('SHL-11: orders without unchecked items are signed without a tick (ORD-12)', async () => {
  const { user } = await renderOrders()
  await addDraft(user, 'sodium', 'Sodium')
  expect(screen.getByText('Only duplicate orders are checked.')).toBeVisible()
  const sheet = await review(user)
  expect(within(sheet).queryByRole('checkbox')).toBeNull()
  expect(within(sheet).getByRole('button', { name: /^Sign 1 order/ })).toBeEnabled()
})

test('ORD-6: a time-limited order is signed with its limit, and its row shows the time left', async () => {
  const { user } = await renderOrders()
  const line = await addDraft(user, 'telemetry', 'Cardiac telemetry')
  const limit = line.getByRole('combobox', { name: /^Review after.*Cardiac telemetry/ })
  expect(within(limit).getAllByRole('option').at(-1)).toHaveTextContent('3 days')
  await user.selectOptions(limit, '4 hours')
  const sheet = await review(user)
  expect(within(sheet).getByRole('listitem')).toHaveTextContent('Review after 4 hours')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(row('Cardiac telemetry')).toHaveTextContent(/Review in [34]:\d\d h/))
})

test('ORD-6: an order that is about to expire is renewed from its menu, and only its limit changes', async () => {
  const { user, ward } = await renderOrders()
  await act(async () =>
    ward.as('dr.sami').orders.place({
      commandId: commandId(),
      patientId: jane,
      items: [
        { orderableId: 'svc:telemetry', priority: 'urgent', indication: 'syncope', note: null, duplicateReason: null, limitHours: 2 },
      ],
    }),
  )
  await waitFor(() => expect(row('Cardiac telemetry')).toHaveTextContent(/Review in [12]:\d\d h/))
  await user.click(within(row('Cardiac telemetry')).getByRole('button', { name: 'Actions for Cardiac telemetry' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Renew…' }))
  const sheet = await screen.findByRole('dialog', { name: 'Renew order: Cardiac telemetry' })
  await user.selectOptions(await within(sheet).findByRole('combobox', { name: /^Review after/ }), '3 days')
  await user.click(within(sheet).getByRole('button', { name: 'Renew for SMITH, Jane' }))
  await waitFor(() => expect(row('Cardiac telemetry')).not.toHaveTextContent('Review in'))
  expect(row('Cardiac telemetry')).toHaveTextContent(/review due \d\d-\w{3} \d\d:\d\d.*syncope.*Urgent/)
  expect((await ward.find('ServiceRequest', (it) => it.code?.text === 'Cardiac telemetry'))[0]?.priority).toBe('urgent')
})

describe('ORD-20: undo after signing', () => {
  test('undone orders return to the unsigned orders with their details', async () => {
    const { user, ward } = await renderOrders()
    await addDraft(user, 'sodium', 'Sodium')
    await sign(user)
    await user.click(await screen.findByRole('button', { name: /^Undo/ }))
    expect(await screen.findByRole('listitem', { name: 'Sodium' })).toBeVisible()
    expect((await ward.find('ServiceRequest', (it) => it.code?.text === 'Sodium')).map(({ status }) => status)).toEqual([
      'entered-in-error',
    ])
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull()
  })

  test('an order already started offers Discontinue in place of Undo', async () => {
    const { user, ward } = await renderOrders()
    await addDraft(user, 'sodium', 'Sodium')
    await sign(user)
    await screen.findByRole('button', { name: /^Undo/ })
    const orderId = (await ward.find('ServiceRequest', (it) => it.code?.text === 'Sodium'))[0]?.id ?? ''
    await act(async () => ward.as('lab.yusuf').lab.advance({ commandId: commandId(), orderId, step: 'specimen-collected' }))
    await user.click(await screen.findByRole('button', { name: /^Discontinue Sodium/ }))
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull()
    expect(await screen.findByRole('dialog', { name: 'Discontinue order: Sodium' })).toBeVisible()
  })
})

test('ORD-1: frequent orders of the user are offered and reached with one key', async () => {
  const { user } = await renderOrders()
  await addDraft(user, 'sodium', 'Sodium')
  await sign(user)
  const frequentOrder = await screen.findByRole('button', { name: 'Add Sodium' })
  act(() => (document.activeElement as HTMLElement).blur())
  await user.keyboard('f')
  expect(within(screen.getByRole('region', { name: 'Your frequent orders' })).getAllByRole('button')).toContain(document.activeElement)
  await user.click(frequentOrder)
  expect(await screen.findByRole('listitem', { name: 'Sodium' })).toBeVisible()
})
