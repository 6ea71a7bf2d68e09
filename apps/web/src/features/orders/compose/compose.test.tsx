import { act, screen, waitFor, within } from '@testing-library/react'
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

const jane = 'p-1' as never
const commandId = () => crypto.randomUUID() as never

async function atTheOrders() {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'dr.amal', at: '/patients/p-1/orders' })
  await screen.findByRole('grid', { name: 'Orders of this patient' })
  await screen.findByText('Live')
  return { ward, user }
}
type User = Awaited<ReturnType<typeof atTheOrders>>['user']

async function draft(user: User, words: string, order: string) {
  await user.type(await screen.findByRole('combobox', { name: 'Search tests, imaging, order sets' }), words)
  await user.click(await screen.findByRole('option', { name: new RegExp(order) }))
  return within(await screen.findByRole('listitem', { name: order }))
}

/** Over the identity question, which is asked only in a chart's first ten seconds, to the sheet (ID-13). */
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
const context = () => screen.findByRole('region', { name: 'Of this patient' })
const factOf = (strip: HTMLElement, label: string) => within(strip).getByText(label).parentElement

describe('ORD-10: beside the composer', () => {
  test('values stand with unit, time and age, and what was never reported is said so', async () => {
    const { ward } = await atTheOrders()
    const strip = await context()
    expect(factOf(strip, 'INR')).toHaveTextContent('None reported')
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

  test('an allergy that names what the order contains is named with it', async () => {
    const { user } = await atTheOrders()
    await context()
    expect(screen.queryByText(/concerns/)).toBeNull()
    await draft(user, 'contrast', 'CT abdomen and pelvis with contrast')
    expect(
      within(screen.getByRole('region', { name: 'allergies' })).getByText(/penicillin.* concerns .*CT abdomen and pelvis with contrast/),
    ).toBeVisible()
  })
})

test('SHL-11: what nothing checks is said, and signed only once the signer accepts it, by keyboard alone', async () => {
  const { user, ward } = await atTheOrders()
  const line = await draft(user, 'contrast', 'CT abdomen and pelvis with contrast')
  await user.type(line.getByRole('textbox', { name: /^Indication/ }), 'abscess')
  expect(screen.getByText('Not checked: allergies, renal function, pregnancy.')).toBeVisible()
  const sheet = await review(user)
  expect(within(sheet).getByRole('button', { name: /^Sign 1 order/ })).toBeDisabled()
  const tick = within(sheet).getByRole('checkbox', { name: 'I have looked at these myself' })
  expect(tick).toHaveFocus()
  await user.keyboard(' ')
  expect(tick).toBeChecked()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(row('CT abdomen')).toHaveTextContent('not checked: allergies, renal function, pregnancy'))
  expect(await ward.find('ServiceRequest', (it) => it.code?.text?.startsWith('CT abdomen') ?? false)).toHaveLength(1)
})

test('SHL-11: orders with nothing to compare are signed without a tick (ORD-12)', async () => {
  const { user } = await atTheOrders()
  await draft(user, 'sodium', 'Sodium')
  expect(screen.getByText('Only duplicates are checked here.')).toBeVisible()
  const sheet = await review(user)
  expect(within(sheet).queryByRole('checkbox')).toBeNull()
  expect(within(sheet).getByRole('button', { name: /^Sign 1 order/ })).toBeEnabled()
})

test('ORD-6: a limited order is worded with its limit and says when it lapses', async () => {
  const { user } = await atTheOrders()
  const line = await draft(user, 'telemetry', 'Cardiac telemetry')
  const limit = line.getByRole('combobox', { name: /^Review after.*Cardiac telemetry/ })
  expect(within(limit).getAllByRole('option').at(-1)).toHaveTextContent('3 days')
  await user.selectOptions(limit, '4 hours')
  const sheet = await review(user)
  expect(within(sheet).getByRole('listitem')).toHaveTextContent('Review after 4 hours')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(row('Cardiac telemetry')).toHaveTextContent(/Review in [34]:\d\d h/))
})

test('ORD-6: an order that is about to lapse is renewed from its menu, and only its limit changes', async () => {
  const { user, ward } = await atTheOrders()
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
  await user.click(within(row('Cardiac telemetry')).getByRole('button', { name: 'More about Cardiac telemetry' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Renew…' }))
  const sheet = await screen.findByRole('dialog', { name: 'Renew order: Cardiac telemetry' })
  await user.selectOptions(await within(sheet).findByRole('combobox', { name: /^Review after/ }), '3 days')
  await user.click(within(sheet).getByRole('button', { name: 'Renew for SMITH, Jane' }))
  await waitFor(() => expect(row('Cardiac telemetry')).not.toHaveTextContent('Review in'))
  expect(row('Cardiac telemetry')).toHaveTextContent(/review \d\d-\w{3} \d\d:\d\d.*syncope.*Urgent/)
  expect((await ward.find('ServiceRequest', (it) => it.code?.text === 'Cardiac telemetry'))[0]?.priority).toBe('urgent')
})

describe('ORD-20: the seconds after signing', () => {
  test('what was signed is taken back, with its lines back in the basket', async () => {
    const { user, ward } = await atTheOrders()
    await draft(user, 'sodium', 'Sodium')
    await sign(user)
    await user.click(await screen.findByRole('button', { name: /^Take back/ }))
    expect(await screen.findByRole('listitem', { name: 'Sodium' })).toBeVisible()
    expect((await ward.find('ServiceRequest', (it) => it.code?.text === 'Sodium')).map(({ status }) => status)).toEqual([
      'entered-in-error',
    ])
    expect(screen.queryByRole('button', { name: /^Take back/ })).toBeNull()
  })

  test('once somebody has begun it becomes Revoke', async () => {
    const { user, ward } = await atTheOrders()
    await draft(user, 'sodium', 'Sodium')
    await sign(user)
    await screen.findByRole('button', { name: /^Take back/ })
    const orderId = (await ward.find('ServiceRequest', (it) => it.code?.text === 'Sodium'))[0]?.id ?? ''
    await act(async () => ward.as('nurse.huda').lab.advance({ commandId: commandId(), orderId, step: 'specimen-collected' }))
    await user.click(await screen.findByRole('button', { name: /^Revoke Sodium/ }))
    expect(screen.queryByRole('button', { name: /^Take back/ })).toBeNull()
    expect(await screen.findByRole('dialog', { name: 'Revoke order: Sodium' })).toBeVisible()
  })
})

test('ORD-1: what this person orders is offered by itself and taken with one key more', async () => {
  const { user } = await atTheOrders()
  await draft(user, 'sodium', 'Sodium')
  await sign(user)
  const usual = await screen.findByRole('button', { name: 'Add Sodium to the basket' })
  act(() => (document.activeElement as HTMLElement).blur())
  await user.keyboard('f')
  expect(within(screen.getByRole('region', { name: 'You often order' })).getAllByRole('button')).toContain(document.activeElement)
  await user.click(usual)
  expect(await screen.findByRole('listitem', { name: 'Sodium' })).toBeVisible()
})
