import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderUi } from '../testing.tsx'
import { WordsProvider } from '../words.tsx'
import { Clin } from './clinical-text.tsx'
import { LabValue, RangeText } from './lab-value.tsx'
import { MedicationLine } from './medication-line.tsx'

const vectors = [
  '<5',
  '>200',
  '3.5–5.1',
  '3.5 - 5.1',
  '3.5-5.1',
  '3.5 to 5.1',
  '-3.2',
  '+1.2',
  '5 mg',
  '500 mg every 8 hours',
  '120/80 mmHg',
  '7.2 ×10⁹/L',
  '20-Nov-2025 21:05',
  '129 728 7652',
  '+249 912 345 678',
]

test.each(vectors)('%s is isolated, left to right and unbroken in Arabic text (AR-2, vectors 10.1)', (value) => {
  renderUi(
    <p>
      النتيجة <Clin>{value}</Clin> اليوم
    </p>,
    'rtl',
  )
  const isolate = screen.getByText(value)
  expect(isolate.tagName).toBe('BDI')
  expect(isolate).toHaveAttribute('dir', 'ltr')
  expect(isolate.textContent).toBe(value.replaceAll(' ', '\u00a0'))
})

test('a value is shown between its flag and its unit without a line break (FLG-2, FMT-9)', () => {
  const { container } = renderUi(<LabValue value="6.8" unit="mmol/L" flag="HH" />)
  expect(container.textContent).toBe('HH6.8mmol/L')
  expect(screen.getByText('HH')).toHaveAttribute('title', 'critically high')
})

test('precision and comparator are shown as reported (FMT-9)', () => {
  renderUi(<LabValue value="0.010" comparator="<" unit="ng/mL" />)
  expect(screen.getByText('<0.010')).toBeVisible()
})

test.each([
  ['preliminary', 'Prelim'],
  ['corrected', 'Corrected'],
  ['cancelled', 'Cancelled'],
])('a %s result shows its status beside the value (FLG-4)', (status, word) => {
  renderUi(<LabValue value="5.0" status={status} />)
  expect(screen.getByText(word)).toBeVisible()
})

test('a missing interpretation is not shown as normal', () => {
  renderUi(<LabValue value="5.0" flag={null} />)
  expect(screen.queryByRole('img', { name: 'normal' })).toBeNull()
  renderUi(<LabValue value="5.0" flag="N" />)
  expect(screen.getByRole('img', { name: 'normal' })).toBeVisible()
})

test('a missing value is a dash with a label, a missing range is empty (FLG-5)', () => {
  renderUi(<LabValue value={null} />)
  expect(screen.getByRole('img', { name: 'No result' })).toBeVisible()
  const { container } = renderUi(<RangeText />)
  expect(container.textContent).toBe('')
})

test('a medication is written in the fixed order, with tall-man letters and a safe dose (FMT-11, FMT-4, FMT-8)', () => {
  const { container } = renderUi(
    <MedicationLine
      generic="cefTRIAXONE"
      brand="Rocephin"
      form="injection"
      dose="2.0 g"
      route="intravenous"
      frequency="once daily"
      indication="pneumonia"
    />,
  )
  expect(container.textContent?.replaceAll('\u00a0', ' ')).toBe(
    'cefTRIAXone — Rocephin — injection — DOSE 2 g — intravenous — once daily — pneumonia',
  )
})

test('the generic name stays in Latin script in Arabic text (AR-5)', () => {
  renderUi(
    <WordsProvider words={{ dose: 'الجرعة' }}>
      <MedicationLine generic="metformin" dose="500 mg" route="بالفم" />
    </WordsProvider>,
    'rtl',
  )
  expect(screen.getByText('metFORMIN')).toHaveAttribute('dir', 'ltr')
  expect(screen.getByText('الجرعة')).toBeVisible()
})
