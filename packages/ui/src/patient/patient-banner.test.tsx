import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { jane, renderUi } from '../testing.tsx'
import type { Allergy } from './patient.ts'
import { initialsOf } from './patient.ts'
import { PatientBanner, type PatientBannerProps } from './patient-banner.tsx'
import { TwoIdentifiers } from './patient-identity.tsx'

const allergies: Allergy[] = [
  { agent: 'latex', reaction: 'rash', severity: 'mild' },
  { agent: 'sulfamethoxazole', reaction: 'rash', severity: null },
  { agent: 'penicillin', reaction: 'anaphylaxis', severity: 'severe' },
]

const banner = (props: Partial<PatientBannerProps> = {}) => (
  <PatientBanner patient={jane} allergies={{ state: 'list', allergies }} unit="Ward 3" bed="12" {...props} />
)

test('the region is named after the patient (ID-1)', () => {
  renderUi(banner())
  expect(screen.getByRole('region', { name: 'Patient: SMITH, Jane' })).toBeVisible()
})

test('Tab focuses name, birth date, sex and identifier in this order (ID-4)', async () => {
  renderUi(banner())
  const user = userEvent.setup()
  const visited: string[] = []
  for (let stop = 0; stop < 4; stop++) {
    await user.tab()
    visited.push(document.activeElement?.textContent ?? '')
  }
  expect(visited).toEqual(['SMITH, Jane', expect.stringMatching(/^Born14-Mar-1959/), 'SexFemale', 'MRN129\u00a0728\u00a07652'])
})

test('the most severe allergies come first; a click shows the others in place (SHL-4)', async () => {
  renderUi(banner())
  const strip = () => screen.getByRole('region').textContent
  expect(strip()).toContain('penicillin — anaphylaxis· sulfamethoxazole — rash')
  expect(strip()).not.toContain('latex')
  await userEvent.click(screen.getByRole('button', { name: '+1 more' }))
  expect(strip()).toContain('latex — rash')
})

test.each([
  [{ state: 'none', confirmedBy: 'Dr Sami', confirmedAt: '2026-11-18' }, 'No known allergies (confirmed by Dr Sami on 18-Nov-2026)'],
  [{ state: 'notAssessed' }, 'Not assessed'],
  [{ state: 'unavailable' }, 'Could not load — treat as unknown'],
] as const)('allergy state $state has its own text (SHL-3)', (state, text) => {
  renderUi(banner({ allergies: state }))
  expect(screen.getByText(text)).toBeVisible()
})

test('missing data are shown as text (ID-6)', () => {
  renderUi(banner({ patient: { name: 'UNKNOWN', birthDate: null, sex: null, mrn: null }, weight: null }))
  expect(screen.getByRole('region').textContent).toMatch(/BornNot known.*SexNot known.*MRNNot known.*WeightNot recorded/)
})

test('a deceased patient is marked with the date and the age at death (ID-7)', () => {
  renderUi(banner({ patient: { ...jane, deceasedAt: '2026-03-13' } }))
  expect(screen.getByRole('region').textContent?.replaceAll('\u00a0', ' ')).toContain('Died 13-Mar-2026, aged 66y')
})

test('a similar name on the ward is named in the banner (ID-9)', () => {
  renderUi(banner({ namesakes: ['SMYTH, Jane (Mrs)', 'SMITH, Jane'] }))
  expect(screen.getByRole('region')).toHaveTextContent('Name alert · SMYTH, Jane (Mrs) · +1 more')
})

test('a weight is shown with its date, because doses depend on it', () => {
  renderUi(banner({ weight: { value: '71.40', unit: 'kg', at: '2026-11-18T06:00:00Z' } }))
  expect(screen.getByText('71.4 kg')).toBeVisible()
  expect(screen.getByText('18-Nov')).toBeVisible()
})

test('a patient in a list is shown with two identifiers besides the bed (ID-8)', () => {
  const { container } = renderUi(<TwoIdentifiers patient={jane} place="W3-12" />)
  expect(container.textContent?.replaceAll('\u00a0', ' ')).toMatch(/^SMITH, Jane\d+y F · MRN 129 728 7652 · W3-12$/)
})

test('initials of Arabic names are not joined', () => {
  expect(initialsOf('SMITH, Jane (Mrs)')).toBe('SJ')
  expect(initialsOf('إدريس، موسى')).toBe('إ\u00a0م')
})
