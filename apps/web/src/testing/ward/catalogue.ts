import { systems } from '@wardline/events'
import type { Outputs } from './api-types.ts'

type CatalogueRow = Outputs['orders']['catalogue']['rows'][number]
type Orderable = Extract<CatalogueRow, { kind: 'orderable' }>
type Drug = Outputs['medications']['drugs']['rows'][number]

/** What can be ordered on this small ward: enough to walk through every form. */
const test = (code: string, display: string, synonyms: string[], needsIndication = false): Orderable => ({
  kind: 'orderable',
  id: `lab:${code}`,
  category: 'laboratory',
  system: systems.loinc,
  code,
  display,
  synonyms,
  detail: 'Serum or plasma',
  section: 'Chemistry',
  analytes: [code],
  needsIndication,
  duplicateWithinHours: 4,
  limit: null,
  unchecked: [],
  exposesTo: [],
  timesOrdered: 0,
})

export const orderables: readonly Orderable[] = [
  test('2823-3', 'Potassium', ['K']),
  test('2951-2', 'Sodium', ['Na']),
  test('14682-9', 'Creatinine', ['Cr', 'renal function']),
  test('1988-5', 'C-reactive protein', ['CRP']),
  { ...test('600-7', 'Blood culture', ['BC']), section: 'Microbiology', detail: 'Blood culture bottles', analytes: [] },
  {
    ...test('36643-5', 'Chest X-ray', ['CXR'], true),
    id: 'img:36643-5',
    category: 'imaging',
    detail: 'X-ray',
    section: null,
    analytes: [],
  },
  {
    ...test('36813-4', 'CT abdomen and pelvis with contrast', [], true),
    id: 'img:36813-4',
    category: 'imaging',
    detail: 'CT',
    section: null,
    analytes: [],
    unchecked: ['allergy', 'renal', 'pregnancy'],
    exposesTo: ['contrast', 'iodine', 'penicillin'],
  },
  {
    ...test('telemetry', 'Cardiac telemetry', []),
    id: 'svc:telemetry',
    category: 'other',
    system: systems.orderable,
    detail: null,
    section: null,
    analytes: [],
    limit: { kind: 'review', hours: 24, mostHours: 72 },
  },
]

/** Analytes of the bench with unit, decimals, range and critical limits (ux 10.3). */
export const analytes = [
  { code: '2823-3', display: 'Potassium', unit: 'mmol/L', decimals: 1, range: [3.5, 5.1], critical: [2.8, 6.5], technical: [1, 10] },
  { code: '2951-2', display: 'Sodium', unit: 'mmol/L', decimals: 0, range: [135, 145], critical: [120, 158], technical: [80, 200] },
  { code: '14682-9', display: 'Creatinine', unit: 'µmol/L', decimals: 0, range: [45, 84], critical: null, technical: [5, 2500] },
  { code: '1988-5', display: 'C-reactive protein', unit: 'mg/L', decimals: 0, range: [0, 5], critical: null, technical: [0, 500] },
] as const

/** Tests of the bench that are answered in words. */
export const wordedTests = [
  {
    code: '600-7',
    display: 'Blood culture',
    answers: [
      { code: '264868006', display: 'No growth', flag: 'N', needsWords: false },
      { code: '10828004', display: 'Growth', flag: 'AA', needsWords: true },
    ],
  },
] as const

const drug = (code: string, generic: string, form: string, supplyUnit: string, usual: Drug['usual'], highAlert = false): Drug =>
  ({
    id: `rx:${code}`,
    code,
    generic,
    display: generic,
    synonyms: [],
    form,
    supplyUnit,
    strength: { value: Number(usual.value), unit: usual.unit },
    routes: [usual.route],
    doseUnits: [usual.unit],
    usual,
    highAlert,
    timeLimited: generic === 'ceftriaxone' ? 'antibiotic' : null,
  }) as unknown as Drug

export const drugs: readonly Drug[] = [
  drug('2193', 'ceftriaxone', 'powder for injection', 'vial', { value: '2', unit: 'g', route: 'intravenous', frequency: 'once daily' }),
  drug('161', 'paracetamol', 'oral tablet', 'tablet', { value: '1', unit: 'g', route: 'oral', frequency: 'every 6 hours' }),
  drug('9997', 'spironolactone', 'oral tablet', 'tablet', { value: '25', unit: 'mg', route: 'oral', frequency: 'once daily' }),
  drug(
    '67108',
    'enoxaparin',
    'prefilled syringe',
    'syringe',
    { value: '40', unit: 'mg', route: 'subcutaneous', frequency: 'once daily' },
    true,
  ),
]
