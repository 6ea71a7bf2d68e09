import { screen, waitFor } from '@testing-library/react'
import { anEvent } from '@wardline/events/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { i18next } from '../../i18n/language.ts'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'

beforeAll(() => doors.listen())
afterEach(async () => {
  doors.resetHandlers()
  await i18next.changeLanguage('en')
})
afterAll(() => doors.close())

const record = (ward: Ward, type: 'system.notice.raised' | 'system.notice.cleared') => {
  const { resource, data } = anEvent(type)
  return ward.record('admin', null, [{ type, resource, data }])
}
const link = () => screen.queryByRole('link', { name: /101 dead letters at \d\d:\d\d/ })

test('an administrator sees a notice of accumulating dead letters, follows it to the list, and it disappears when cleared', async () => {
  const ward = await openWard()
  const { user } = await renderWorkspace(ward, { as: 'admin', at: '/patients' })
  await waitFor(() => expect(document.querySelector('[data-connection=live]')).not.toBeNull())
  expect(link()).toBeNull()
  await record(ward, 'system.notice.raised')
  await waitFor(() => expect(link()).toBeVisible())
  await user.click(link() as HTMLElement)
  await waitFor(() => expect(window.location.pathname).toBe('/admin/dead-letters'))
  await i18next.changeLanguage('ar')
  expect(await screen.findByRole('link', { name: /101 رسالة متعذرة عند/ })).toBeVisible()
  await record(ward, 'system.notice.cleared')
  await waitFor(() => expect(screen.queryByRole('link', { name: /101 رسالة متعذرة عند/ })).toBeNull())
})

test('clinical users do not see system notices', async () => {
  const ward = await openWard()
  await record(ward, 'system.notice.raised')
  await renderWorkspace(ward, { as: 'dr.amal', at: '/patients' })
  await screen.findByRole('row', { name: /SMITH, Jane/ })
  expect(link()).toBeNull()
})
