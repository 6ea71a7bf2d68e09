import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderUi } from '../testing.tsx'
import { Sparkline } from './sparkline.tsx'
import { TrendChart } from './trend-chart.tsx'

const at = (hours: number) => new Date(Date.parse('2026-11-18T06:00:00Z') + hours * 3_600_000).toISOString()
const points = [
  { at: at(0), value: 4.4, text: '4.4' },
  { at: at(6), value: 5.9, text: '5.9', flag: 'H' },
  { at: at(12), value: 6.8, text: '6.8', flag: 'HH' },
  { at: at(60), value: 8, comparator: '>', text: '>8.0', flag: 'HH' },
]
const chart = (
  <TrendChart
    name="Potassium"
    unit="mmol/L"
    patient="SMITH, Jane · MRN 129 728 7652"
    points={points}
    low={3.5}
    high={5.1}
    criticalHigh={6.5}
    markers={[{ at: at(3), label: 'spironolactone 25 mg' }]}
  />
)
const parts = (name: string) => [...document.querySelectorAll(`[data-part=${name}]`)]

test('a graph shows patient, test and unit (RES-5)', async () => {
  renderUi(chart)
  expect(await screen.findByRole('figure', { name: 'Potassium (mmol/L), SMITH, Jane · MRN 129 728 7652' })).toBeVisible()
  expect(screen.getByText('critical ≥ 6.5')).toBeInTheDocument()
  expect(screen.getByText('spironolactone 25 mg')).toBeInTheDocument()
  expect(parts('band')).toHaveLength(1)
})

test('arrow keys move between values, each with an exact label (RES-5, RES-9)', async () => {
  renderUi(chart)
  await screen.findByRole('figure')
  const user = userEvent.setup()
  await user.tab()
  expect(document.activeElement).toHaveAccessibleName('>8.0 mmol/L HH, 20-Nov-2026 20:00')
  await user.keyboard('{ArrowLeft}')
  expect(document.activeElement).toHaveAccessibleName('6.8 mmol/L HH, 18-Nov-2026 20:00, +0.9 (+15 %)')
  expect(parts('readout')[0]).toHaveTextContent('+0.9 (+15 %)')
})

test('a value with a comparator is an open triangle, and no line crosses the gap before it (RES-6)', async () => {
  renderUi(chart)
  await screen.findByRole('figure')
  expect(parts('beyond')).toHaveLength(1)
  expect(parts('course').map((line) => line.getAttribute('points')?.split(' ').length)).toEqual([3, 1])
})

test('time runs left to right in Arabic too (decision D8)', async () => {
  renderUi(chart, 'rtl')
  expect(await screen.findByRole('figure')).toHaveAttribute('dir', 'ltr')
  const places = parts('point').map((point) => Number(/translate\(([\d.]+)/.exec(point.getAttribute('transform') ?? '')?.[1]))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('a sparkline always shows its last value and flag as text (FLG-6)', () => {
  const last = { value: '6.8', unit: 'mmol/L', flag: 'HH' }
  renderUi(<Sparkline name="Potassium" points={points} last={last} />)
  expect(screen.getByText('6.8')).toBeVisible()
  expect(screen.getByRole('img', { name: 'Trend of Potassium, last 6.8 mmol/L HH' })).toBeVisible()
})

test('a sparkline without points shows the last value only', () => {
  renderUi(<Sparkline name="Potassium" points={[]} last={{ value: '6.8' }} />)
  expect(screen.getByText('6.8')).toBeVisible()
  expect(screen.queryByRole('img', { name: /Trend/ })).toBeNull()
})
