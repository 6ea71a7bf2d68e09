import Dialog from '@mui/material/Dialog'
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderUi } from '../testing.tsx'
import { type Announce, AnnouncerProvider, POLITE_PAUSE_MS, useAnnounce } from './announcer.tsx'

let announce: Announce
function Speaker() {
  announce = useAnnounce()
  return null
}
const polite = () => document.querySelector('[data-announcer=polite]')?.textContent
const say = (...messages: string[]) =>
  act(() => {
    for (const message of messages) announce.polite(message)
  })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('changes are announced at most once in five seconds, and a burst is summarised (A11Y-4)', () => {
  renderUi(
    <AnnouncerProvider>
      <Speaker />
    </AnnouncerProvider>,
  )
  say('New order: potassium')
  expect(polite()).toBe('New order: potassium')
  say('A', 'B', 'C', 'D', 'E')
  expect(polite()).toBe('New order: potassium')
  act(() => vi.advanceTimersByTime(POLITE_PAUSE_MS))
  expect(polite()).toBe('A. B. C. and 2 more')
})

test('a repeated message is announced again', () => {
  renderUi(
    <AnnouncerProvider>
      <Speaker />
    </AnnouncerProvider>,
  )
  act(() => announce.alert('Critical potassium'))
  const first = screen.getByRole('alert').textContent
  act(() => announce.alert('Critical potassium'))
  expect(screen.getByRole('alert').textContent).not.toBe(first)
  expect(screen.getByRole('alert').textContent?.trim()).toBe('Critical potassium')
})

test('a critical alert is announced while a dialog is open', () => {
  renderUi(
    <AnnouncerProvider>
      <Speaker />
      <Dialog open>Order</Dialog>
    </AnnouncerProvider>,
  )
  act(() => announce.alert('Critical potassium'))
  expect(screen.getByRole('alert').closest('[aria-hidden=true]')).toBeNull()
})
