import { screen, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const reason = 'the message is no JSON'

/** A ward with a message of another system that could not be read. */
async function withLetter() {
  const ward = await openWard()
  const message = { id: 'letter-1', subject: 'wardline.inbound.lab.result.available', eventId: null, payload: '{"broken":' }
  await ward.backend.core.deadLetters.putMessage(message, reason, 5)
  return ward
}

const open = async () => {
  const { user } = await renderWorkspace(await withLetter(), { as: 'admin', at: '/admin/dead-letters' })
  await user.click(await screen.findByText(reason))
  return user
}

test('a letter says why it lies there; what it says is shown when it is asked for', async () => {
  const user = await open()
  expect(screen.queryByText('{"broken":')).toBeNull()
  await user.click(await screen.findByRole('button', { name: 'Show content' }))
  expect(await screen.findByText('{"broken":')).toBeVisible()
})

test('one that fails again says so and stays', async () => {
  const user = await open()
  await user.click(await screen.findByRole('button', { name: 'Try this letter again' }))
  expect((await screen.findAllByText('0 taken in, 1 still open')).length).toBeGreaterThan(0)
  expect(within(screen.getByRole('grid')).getByText(reason)).toBeVisible()
})

test('discarding asks for the reason, and then it is gone from the list', async () => {
  const user = await open()
  await user.click(await screen.findByRole('button', { name: 'Discard…' }))
  const sheet = within(await screen.findByRole('dialog', { name: 'Discard this letter?' }))
  expect(sheet.getByRole('button', { name: /^Discard this letter/ })).toBeDisabled()
  await user.type(sheet.getByRole('textbox', { name: 'Why it is discarded' }), 'Sent twice')
  await user.click(sheet.getByRole('button', { name: /^Discard this letter/ }))
  expect(await screen.findByText('No dead letters')).toBeVisible()
})

test('the rail counts them for administrators, and shows nobody else the way', async () => {
  await renderWorkspace(await withLetter(), { as: 'admin' })
  expect(await screen.findByRole('link', { name: 'Dead letters, 1 dead letter' })).toBeVisible()
})

test('a physician is shown no way there and refused at the door', async () => {
  await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/admin/dead-letters' })
  expect(await screen.findByText('Your role does not include this.')).toBeVisible()
  for (const name of [/^Dead letters/, 'Operations', 'Event log', 'Import']) expect(screen.queryByRole('link', { name })).toBeNull()
})
