import { screen, waitFor } from '@testing-library/react'
import type { EventId } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const raised = anEvent('system.notice.raised', { eventId: 'n-1' as EventId, subject: null, recordedAt: new Date().toISOString() })
const cleared = anEvent('system.notice.cleared', { eventId: 'n-2' as EventId, subject: null })
const link = () => screen.queryByRole('link', { name: /101 dead letters at \d\d:\d\d/ })

test('an administrator sees a notice of accumulating dead letters, follows it to the list, and it disappears when cleared', async () => {
  const ward = openWard()
  const { user } = await renderWorkspace(ward, { as: 'admin', at: '/patients' })
  await waitFor(() => expect(document.querySelector('[data-connection=live]')).not.toBeNull())
  expect(link()).toBeNull()
  ward.server.append(raised)
  await waitFor(() => expect(link()).toBeVisible())
  await user.click(link() as HTMLElement)
  await waitFor(() => expect(window.location.pathname).toBe('/admin/dead-letters'))
  await i18next.changeLanguage('ar')
  expect(await screen.findByRole('link', { name: /101 رسالة متعذرة عند/ })).toBeVisible()
  ward.server.append(cleared)
  await waitFor(() => expect(screen.queryByRole('link', { name: /101 رسالة متعذرة عند/ })).toBeNull())
})

test('clinical users do not see system notices', async () => {
  const ward = openWard()
  ward.server.append(raised)
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  expect(link()).toBeNull()
})
