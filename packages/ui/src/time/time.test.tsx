import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AgeTimer, ClaimBadge } from '../status/age-timer.tsx'
import { AsOf, TimeAgo } from '../status/as-of.tsx'
import { ConnectionChip } from '../status/connection-chip.tsx'
import { renderUi } from '../testing.tsx'
import { FacilityProvider } from './clock.tsx'

const now = '2026-11-20T19:00:00Z'
const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString()
const quarter = 15 * 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(now) })
})
afterEach(() => vi.useRealTimers())
const advance = (ms: number) => act(() => vi.advanceTimersByTime(ms))

test('a waiting time turns amber with text at half its target, red at the full target (PHQ-4)', () => {
  renderUi(<AgeTimer since={ago(7)} targetMs={quarter} />)
  expect(screen.getByRole('timer')).toHaveTextContent(/^07:00$/)
  advance(30_000)
  expect(screen.getByRole('timer')).toHaveTextContent('07:30long wait')
  advance(quarter / 2)
  expect(screen.getByRole('timer')).toHaveTextContent('15:00over target')
  expect(screen.getByRole('timer')).toHaveAttribute('data-tone', 'crit')
})

test('waiting times use the server’s clock, not the ward PC’s (10.6: clock skew)', () => {
  renderUi(
    <FacilityProvider offsetMs={10 * 60_000}>
      <AgeTimer since={ago(1)} />
    </FacilityProvider>,
  )
  expect(screen.getByRole('timer')).toHaveTextContent('11:00')
})

test('all timers share one interval, which stops with the last timer', () => {
  const started = vi.spyOn(globalThis, 'setInterval')
  const stopped = vi.spyOn(globalThis, 'clearInterval')
  const { unmount } = renderUi(
    <>
      <AgeTimer since={ago(1)} />
      <AgeTimer since={ago(2)} />
      <AsOf at={now} />
    </>,
  )
  expect(started).toHaveBeenCalledOnce()
  expect(stopped).not.toHaveBeenCalled()
  unmount()
  expect(stopped).toHaveBeenCalledOnce()
  vi.restoreAllMocks()
})

test('a claim shows its remaining time, or its age for other users (PHQ-6, PHQ-7)', () => {
  const claim = { by: 'Lina K.', claimedAt: ago(0.5), expiresAt: ago(-4.5) }
  const { container, rerender } = renderUi(<ClaimBadge {...claim} mine />)
  expect(container).toHaveTextContent('You · 4:30 left')
  rerender(<ClaimBadge {...claim} mine={false} />)
  expect(container).toHaveTextContent('Lina K. · 0:30 ago')
  advance(5 * 60_000)
  expect(container).toHaveTextContent('Lina K. · claim expired')
})

test('"as of" turns into a text warning for stale rows (RT-2)', () => {
  const { container, rerender } = renderUi(<AsOf at={ago(2)} live />)
  expect(container).toHaveTextContent('as of 20:58:00')
  rerender(<AsOf at={ago(2)} live={false} />)
  expect(container).toHaveTextContent('Last updated 20:58:00')
  rerender(<AsOf at={ago(0.5)} live={false} />)
  expect(container).toHaveTextContent('as of 20:59:30')
  advance(60_000)
  expect(container).toHaveTextContent('Last updated 20:59:30')
})

test('relative time includes the exact time (FMT-2)', () => {
  const { container } = renderUi(<TimeAgo at={ago(6)} />)
  expect(container).toHaveTextContent('6 min ago (20-Nov-2026 20:54)')
})

test.each([
  [364, '364 days ago'],
  [365, '1 year ago'],
  [6680, '18 years ago'],
])('a time %i days ago is shown as %s', (days, text) => {
  expect(renderUi(<TimeAgo at={ago(days * 24 * 60)} />).container).toHaveTextContent(text)
})

test.each([
  ['live', 'Live · 0.2 s'],
  ['catchingUp', 'Catching up'],
  ['delayed', 'Delayed since 20:55'],
  ['polling', 'Polling since 20:55'],
  ['offline', 'Offline since 20:55'],
] as const)('connection state %s is shown as text (RT-1)', (state, text) => {
  renderUi(<ConnectionChip state={state} since={ago(5)} latencyMs={200} />)
  expect(screen.getByRole('status')).toHaveTextContent(text)
})
