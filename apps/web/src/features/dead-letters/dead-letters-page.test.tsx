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

/** Opens a ward with a rejected message of another system. */
async function openWardWithLetter() {
  const ward = await openWard()
  const message = { id: 'letter-1', subject: 'wardline.inbound.lab.result.available', eventId: null, payload: '{"broken":' }
  await ward.backend.core.deadLetters.putMessage(message, reason, 5)
  return ward
}

const open = async () => {
  const { user } = await renderWorkspace(await openWardWithLetter(), { as: 'admin', at: '/admin/dead-letters' })
  await user.click(await screen.findByText(reason))
  return user
}

test('a dead letter shows its reason, and its content on request', async () => {
  const user = await open()
  expect(screen.queryByText('{"broken":')).toBeNull()
  await user.click(await screen.findByRole('button', { name: 'Show content' }))
  expect(await screen.findByText('{"broken":')).toBeVisible()
})

test('a dead letter that fails again stays in the list', async () => {
  const user = await open()
  await user.click(await screen.findByRole('button', { name: 'Retry this message' }))
  expect((await screen.findAllByText('0 processed, 1 failed again')).length).toBeGreaterThan(0)
  expect(within(screen.getByRole('grid')).getByText(reason)).toBeVisible()
})

test('discarding requires a reason and removes the message from the list', async () => {
  const user = await open()
  await user.click(await screen.findByRole('button', { name: 'Discard…' }))
  const sheet = within(await screen.findByRole('dialog', { name: 'Discard this message?' }))
  expect(sheet.getByRole('button', { name: /^Discard this message/ })).toBeDisabled()
  await user.type(sheet.getByRole('textbox', { name: 'Reason for discarding' }), 'Sent twice')
  await user.click(sheet.getByRole('button', { name: /^Discard this message/ }))
  expect(await screen.findByText('No dead letters')).toBeVisible()
})

test('the rail shows administrators the number of dead letters', async () => {
  await renderWorkspace(await openWardWithLetter(), { as: 'admin' })
  expect(await screen.findByRole('link', { name: 'Dead letters, 1 dead letter' })).toBeVisible()
})

test('a physician sees no link to administration and is refused access', async () => {
  await renderWorkspace(await openWard(), { as: 'dr.amal', at: '/admin/dead-letters' })
  expect(await screen.findByText('Your role does not permit this action.')).toBeVisible()
  for (const name of [/^Dead letters/, 'Operations', 'Event log', 'Import']) expect(screen.queryByRole('link', { name })).toBeNull()
})
