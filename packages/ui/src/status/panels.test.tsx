import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { AppRail } from '../frame/app-frame.tsx'
import { Card } from '../frame/card.tsx'
import { ChartTabs } from '../frame/chart-tabs.tsx'
import { ModuleTabs } from '../frame/module-tabs.tsx'
import { letterOf } from '../keyboard/keys.ts'
import { renderUi } from '../testing.tsx'
import { AlertBar } from './alert-bar.tsx'
import { Empty, Failed, Loading, NotLoaded, Refused, Stale } from './panel-states.tsx'

test('empty, loading, refused, failed and not loaded have different texts (CHT-2)', () => {
  const states = [
    <Empty key="empty" title="No active orders" />,
    <Refused key="refused" reason="Only the care team may read notes." />,
    <Failed key="failed" reference="req-8f2a" />,
    <NotLoaded key="notLoaded" />,
    <Stale key="stale" asOf="2026-11-20T19:00:00Z" />,
  ]
  const words = states.map((state) => renderUi(state).container.textContent)
  expect(new Set(words).size).toBe(states.length)
  expect(words[2]).toContain('req-8f2a')
  renderUi(<Loading rows={3} />)
  expect(screen.getByRole('status', { name: 'Loading…' }).childElementCount).toBe(3)
})

test('a card is a region named by its title', () => {
  renderUi(<Card title="Vitals">…</Card>)
  expect(screen.getByRole('region', { name: 'Vitals' })).toBeVisible()
})

test('alerts beyond two lines are shown by a button with their number (SHL-5)', async () => {
  renderUi(<AlertBar alerts={['Potassium', 'SpO₂', 'Glucose'].map((what, index) => ({ alertId: `${index}`, tone: 'crit', what }))} />)
  expect(screen.queryByText('Glucose')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: '+1 more alert' }))
  expect(screen.getByText('Glucose')).toBeVisible()
})

test('a count on a tab has a label; zero is not shown (SHL-6)', async () => {
  const selected = vi.fn()
  const tabs = [
    { id: 'chart', label: 'Chart', href: '/chart', counts: [{ value: 0, label: '0 new' }] },
    { id: 'results', label: 'Results', href: '/results', counts: [{ value: 1, label: '1 critical', tone: 'crit' as const }] },
  ]
  renderUi(<ModuleTabs label="Pages" tabs={tabs} activeId="chart" onSelect={selected} />)
  expect(screen.getByRole('tab', { name: 'Chart' })).toHaveAttribute('aria-selected', 'true')
  await userEvent.click(screen.getByRole('tab', { name: 'Results 1 critical' }))
  expect(selected).toHaveBeenCalledWith('results')
})

test('open charts are selected and closed by name (ID-11)', async () => {
  const closed = vi.fn()
  renderUi(
    <ChartTabs
      charts={[{ chartId: '1', name: 'SMITH, Jane', age: '67y', stripe: '#7C5CD6' }]}
      activeId="1"
      onOpen={vi.fn()}
      onClose={closed}
    />,
  )
  expect(screen.getByRole('button', { name: 'SMITH, Jane · 67y' })).toHaveAttribute('aria-current', 'page')
  await userEvent.click(screen.getByRole('button', { name: 'Close the chart of SMITH, Jane' }))
  expect(closed).toHaveBeenCalledWith('1')
})

test('the rail consists of links, whose labels include the badge', async () => {
  const went = vi.fn()
  renderUi(
    <AppRail items={[{ id: 'inbox', label: 'Inbox', icon: null, href: '/inbox', badge: 3, badgeLabel: '3 critical' }]} onNavigate={went} />,
  )
  await userEvent.click(screen.getByRole('link', { name: 'Inbox, 3 critical' }))
  expect(went).toHaveBeenCalledWith(expect.objectContaining({ id: 'inbox' }))
})

test.each([
  [{ key: 'k', code: 'KeyK' }, 'k'],
  [{ key: 'ن', code: 'KeyK' }, 'k'],
  [{ key: '٣', code: 'Digit3' }, '3'],
  [{ key: 'Enter', code: 'Enter' }, 'Enter'],
  [{ key: 'K', code: 'KeyK' }, 'k'],
])('the letter of %o is %s (K-1)', (event, letter) => {
  expect(letterOf(event)).toBe(letter)
})

test('the direction is set on the document, so that portals follow (AR-1)', () => {
  const { unmount } = renderUi(<p>نص</p>, 'rtl')
  expect(document.documentElement).toHaveAttribute('dir', 'rtl')
  expect(document.documentElement).toHaveAttribute('lang', 'ar')
  unmount()
  renderUi(<p>text</p>)
  expect(document.documentElement).toHaveAttribute('dir', 'ltr')
})
