import { expect, it } from 'vitest'
import { estimatedGfr } from './estimated-gfr.ts'

const at = '2026-11-20T20:41:00.000Z'
const aged = (years: number, sex: 'female' | 'male') => ({ birthDate: `${2026 - years}-01-01`, sex })

it.each([
  [88.4, aged(50, 'male'), 92],
  [106.08, aged(60, 'female'), 52],
  [44.2, aged(30, 'female'), 129],
  [212, aged(67, 'female'), 22],
])('creatinine of %f µmol/L in %o gives an eGFR of %i mL/min/1.73 m² (CKD-EPI 2021)', (creatinine, subject, rate) =>
  expect(Math.round(estimatedGfr(creatinine, subject, at) ?? Number.NaN)).toBe(rate),
)

it.each([
  ['a child', aged(12, 'male')],
  ['an unknown age', { birthDate: null, sex: 'male' as const }],
  ['an unknown sex', { birthDate: '1960-01-01', sex: 'unknown' as const }],
])('eGFR is not calculated for %s', (_, subject) => expect(estimatedGfr(90, subject, at)).toBeNull())
