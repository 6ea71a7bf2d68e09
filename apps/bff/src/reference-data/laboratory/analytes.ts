import type { AgeBand } from '../age.ts'

/** Laboratory sections, by which results are grouped. */
export const sections = [
  'Chemistry',
  'Haematology',
  'Coagulation',
  'Blood gas',
  'Endocrine',
  'Drug levels',
  'Urine',
  'Microbiology',
] as const
export type Section = (typeof sections)[number]

/** A reference interval for an age band and sex. */
export interface RangeBand extends AgeBand {
  readonly sex: 'female' | 'male' | null
  readonly low: number | null
  readonly high: number | null
}

/** A measured quantity with LOINC code, name, unit, decimals and reference intervals. */
export interface Analyte {
  readonly code: string
  readonly display: string
  readonly section: Section
  /** Display unit; `ucum` is the coded unit. */
  readonly unit: string
  readonly ucum: string
  readonly decimals: number
  /** Reportable range of the analyser; a value outside it is an entry error (LAB-5). */
  readonly technical: readonly [number, number]
  readonly ranges: readonly RangeBand[]
}

type Limits = readonly [number | null, number | null]
interface Ranges {
  readonly all?: Limits
  readonly female?: Limits
  readonly male?: Limits
  /** Under 16 years. */
  readonly child?: Limits
}

const ADULT_FROM_YEARS = 16

function bandsOf({ all, female, male, child }: Ranges): readonly RangeBand[] {
  const fromYears = child ? ADULT_FROM_YEARS : 0
  const adult = (limits: Limits, sex: RangeBand['sex']): RangeBand => ({ fromYears, toYears: null, sex, low: limits[0], high: limits[1] })
  return [
    ...(child ? [{ fromYears: 0, toYears: ADULT_FROM_YEARS, sex: null, low: child[0], high: child[1] }] : []),
    ...(female ? [adult(female, 'female')] : []),
    ...(male ? [adult(male, 'male')] : []),
    ...(all ? [adult(all, null)] : []),
  ]
}

type Row = readonly [code: string, display: string, unit: string, decimals: number, technical: readonly [number, number], ranges: Ranges]

/** UCUM codes of units whose display form differs. */
const ucumOf: Record<string, string> = {
  'µmol/L': 'umol/L',
  'µg/L': 'ug/L',
  '×10⁹/L': '10*9/L',
  '×10¹²/L': '10*12/L',
  'mL/min/1.73 m²': 'mL/min/{1.73_m2}',
  'mU/L': 'm[IU]/L',
  'IU/L': '[IU]/L',
  mmHg: 'mm[Hg]',
  'mOsm/kg': 'mosm/kg',
  ratio: '{INR}',
  pH: '[pH]',
  'relative density': '{Rel}',
}

const inSection = (section: Section, rows: readonly Row[]): readonly Analyte[] =>
  rows.map(([code, display, unit, decimals, technical, ranges]) => ({
    code,
    display,
    section,
    unit,
    ucum: ucumOf[unit] ?? unit,
    decimals,
    technical,
    ranges: bandsOf(ranges),
  }))

/**
 * Reference intervals: Pathology Harmony (UK) and the Royal College of Pathologists of Australasia manual, rounded
 * as published; each laboratory replaces them with its own. Codes: LOINC, Regenstrief Institute.
 */
export const analytes: readonly Analyte[] = [
  ...inSection('Chemistry', [
    ['2823-3', 'Potassium', 'mmol/L', 1, [0.5, 15], { all: [3.5, 5.1], child: [3.4, 5.5] }],
    ['2951-2', 'Sodium', 'mmol/L', 0, [80, 220], { all: [135, 145] }],
    ['2075-0', 'Chloride', 'mmol/L', 0, [50, 170], { all: [98, 107] }],
    ['1963-8', 'Bicarbonate', 'mmol/L', 0, [2, 60], { all: [22, 29], child: [19, 28] }],
    ['22664-7', 'Urea', 'mmol/L', 1, [0.2, 100], { all: [2.5, 7.8], child: [1.8, 6.4] }],
    ['14682-9', 'Creatinine', 'µmol/L', 0, [5, 3000], { female: [45, 84], male: [59, 104], all: [45, 104], child: [15, 65] }],
    ['62238-1', 'Estimated GFR (CKD-EPI)', 'mL/min/1.73 m²', 0, [1, 200], { all: [60, null] }],
    ['14749-6', 'Glucose', 'mmol/L', 1, [0.1, 80], { all: [3.9, 5.6] }],
    ['2000-8', 'Calcium', 'mmol/L', 2, [0.5, 6], { all: [2.2, 2.6] }],
    ['29265-6', 'Calcium, adjusted', 'mmol/L', 2, [0.5, 6], { all: [2.2, 2.6] }],
    ['1995-0', 'Calcium, ionised', 'mmol/L', 2, [0.2, 4], { all: [1.15, 1.3] }],
    ['2601-3', 'Magnesium', 'mmol/L', 2, [0.1, 8], { all: [0.7, 1] }],
    ['14879-1', 'Phosphate', 'mmol/L', 2, [0.1, 8], { all: [0.8, 1.5], child: [1.1, 1.9] }],
    ['1751-7', 'Albumin', 'g/L', 0, [5, 80], { all: [35, 50] }],
    ['2885-2', 'Protein, total', 'g/L', 0, [20, 150], { all: [60, 80] }],
    ['14631-6', 'Bilirubin, total', 'µmol/L', 0, [1, 900], { all: [null, 21] }],
    ['14629-0', 'Bilirubin, direct', 'µmol/L', 0, [0, 600], { all: [null, 5] }],
    ['1742-6', 'Alanine aminotransferase (ALT)', 'U/L', 0, [1, 20000], { female: [null, 35], male: [null, 50], all: [null, 50] }],
    ['1920-8', 'Aspartate aminotransferase (AST)', 'U/L', 0, [1, 20000], { female: [null, 35], male: [null, 50], all: [null, 50] }],
    ['6768-6', 'Alkaline phosphatase', 'U/L', 0, [1, 5000], { all: [30, 130], child: [60, 425] }],
    ['2324-2', 'Gamma-glutamyl transferase', 'U/L', 0, [1, 5000], { female: [null, 38], male: [null, 55], all: [null, 55] }],
    ['2532-0', 'Lactate dehydrogenase', 'U/L', 0, [20, 20000], { all: [125, 243] }],
    ['1798-8', 'Amylase', 'U/L', 0, [1, 10000], { all: [28, 100] }],
    ['3040-3', 'Lipase', 'U/L', 0, [1, 20000], { all: [null, 67] }],
    ['2157-6', 'Creatine kinase', 'U/L', 0, [1, 200000], { female: [25, 200], male: [40, 320], all: [25, 320] }],
    ['14933-6', 'Urate', 'µmol/L', 0, [20, 2000], { female: [140, 360], male: [200, 430], all: [140, 430] }],
    ['2524-7', 'Lactate', 'mmol/L', 1, [0.1, 40], { all: [0.5, 2.2] }],
    ['1988-5', 'C-reactive protein', 'mg/L', 0, [0, 1000], { all: [null, 5] }],
    ['33959-8', 'Procalcitonin', 'µg/L', 2, [0, 500], { all: [null, 0.5] }],
    ['89579-7', 'Troponin I (high sensitivity)', 'ng/L', 0, [0, 100000], { all: [null, 16] }],
    ['33762-6', 'NT-proBNP', 'ng/L', 0, [1, 100000], { all: [null, 125] }],
    ['14647-2', 'Cholesterol', 'mmol/L', 1, [0.5, 40], { all: [null, 5] }],
    ['14646-4', 'HDL cholesterol', 'mmol/L', 1, [0.1, 8], { female: [1.2, null], male: [1, null], all: [1, null] }],
    ['22748-8', 'LDL cholesterol', 'mmol/L', 1, [0.1, 30], { all: [null, 3] }],
    ['14927-8', 'Triglycerides', 'mmol/L', 1, [0.1, 100], { all: [null, 1.7] }],
    ['2276-4', 'Ferritin', 'µg/L', 0, [1, 50000], { female: [13, 150], male: [30, 400], all: [13, 400] }],
    ['14798-3', 'Iron', 'µmol/L', 0, [1, 200], { all: [10, 30] }],
    ['3034-6', 'Transferrin', 'g/L', 1, [0.2, 8], { all: [2, 3.6] }],
    ['14685-6', 'Vitamin B12', 'pmol/L', 0, [20, 4000], { all: [140, 650] }],
    ['14732-2', 'Folate', 'nmol/L', 0, [1, 120], { all: [8, 45] }],
    ['2692-2', 'Osmolality', 'mOsm/kg', 0, [150, 500], { all: [275, 295] }],
    ['16362-6', 'Ammonia', 'µmol/L', 0, [5, 1500], { all: [11, 32] }],
  ]),
  ...inSection('Haematology', [
    ['718-7', 'Haemoglobin', 'g/L', 0, [10, 280], { female: [118, 148], male: [130, 170], all: [118, 170], child: [110, 150] }],
    ['6690-2', 'Leukocytes', '×10⁹/L', 1, [0, 500], { all: [3.9, 10.2], child: [5, 15] }],
    ['777-3', 'Platelets', '×10⁹/L', 0, [0, 3000], { all: [150, 370], child: [180, 450] }],
    ['789-8', 'Erythrocytes', '×10¹²/L', 2, [0.2, 10], { female: [3.8, 5], male: [4.3, 5.7], all: [3.8, 5.7] }],
    ['4544-3', 'Haematocrit', '%', 0, [3, 80], { female: [36, 46], male: [40, 52], all: [36, 52] }],
    ['787-2', 'Mean cell volume', 'fL', 0, [30, 200], { all: [80, 100], child: [72, 90] }],
    ['785-6', 'Mean cell haemoglobin', 'pg', 1, [10, 60], { all: [27, 33] }],
    ['751-8', 'Neutrophils', '×10⁹/L', 1, [0, 300], { all: [1.8, 7.5] }],
    ['731-0', 'Lymphocytes', '×10⁹/L', 1, [0, 400], { all: [1, 4], child: [1.5, 8] }],
    ['742-7', 'Monocytes', '×10⁹/L', 1, [0, 100], { all: [0.2, 1] }],
    ['711-2', 'Eosinophils', '×10⁹/L', 1, [0, 100], { all: [0, 0.5] }],
    ['704-7', 'Basophils', '×10⁹/L', 1, [0, 50], { all: [0, 0.1] }],
    ['17849-1', 'Reticulocytes', '%', 1, [0, 60], { all: [0.5, 2.5] }],
    ['30341-2', 'Erythrocyte sedimentation rate', 'mm/h', 0, [1, 150], { female: [null, 20], male: [null, 15], all: [null, 20] }],
  ]),
  ...inSection('Coagulation', [
    ['5902-2', 'Prothrombin time', 's', 1, [5, 200], { all: [11, 13.5] }],
    ['6301-6', 'INR', 'ratio', 1, [0.5, 20], { all: [0.8, 1.2] }],
    ['3173-2', 'Activated partial thromboplastin time', 's', 0, [10, 300], { all: [25, 36] }],
    ['3255-7', 'Fibrinogen', 'g/L', 1, [0.2, 20], { all: [2, 4] }],
    ['48065-7', 'D-dimer', 'µg/L', 0, [10, 100000], { all: [null, 500] }],
  ]),
  ...inSection('Blood gas', [
    ['2744-1', 'pH, arterial', 'pH', 2, [6.5, 8], { all: [7.35, 7.45] }],
    ['2019-8', 'pCO₂, arterial', 'mmHg', 0, [5, 200], { all: [35, 45] }],
    ['2703-7', 'pO₂, arterial', 'mmHg', 0, [10, 600], { all: [80, 100] }],
    ['1960-4', 'Bicarbonate, arterial', 'mmol/L', 0, [2, 60], { all: [22, 26] }],
    ['1925-7', 'Base excess, arterial', 'mmol/L', 1, [-40, 40], { all: [-2, 2] }],
    ['2518-9', 'Lactate, arterial', 'mmol/L', 1, [0.1, 40], { all: [0.5, 1.6] }],
  ]),
  ...inSection('Endocrine', [
    ['59261-8', 'Haemoglobin A1c', 'mmol/mol', 0, [10, 200], { all: [20, 42] }],
    ['3016-3', 'Thyrotropin (TSH)', 'mU/L', 2, [0, 200], { all: [0.4, 4] }],
    ['14920-3', 'Thyroxine, free', 'pmol/L', 1, [1, 100], { all: [9, 25] }],
    ['14675-3', 'Cortisol', 'nmol/L', 0, [5, 3000], { all: [140, 690] }],
    ['21198-7', 'Choriogonadotropin, beta', 'IU/L', 0, [0, 1000000], { all: [null, 5] }],
  ]),
  ...inSection('Drug levels', [
    ['10535-3', 'Digoxin', 'µg/L', 1, [0.1, 20], { all: [0.5, 0.9] }],
    ['14334-7', 'Lithium', 'mmol/L', 2, [0.05, 8], { all: [0.6, 1] }],
    ['20578-1', 'Vancomycin', 'mg/L', 1, [0.5, 150], { all: [10, 20] }],
    ['3968-5', 'Phenytoin', 'mg/L', 1, [0.5, 100], { all: [10, 20] }],
    ['4086-5', 'Valproate', 'mg/L', 0, [1, 300], { all: [50, 100] }],
    ['3298-7', 'Paracetamol', 'mg/L', 0, [1, 1000], { all: [null, 20] }],
  ]),
  ...inSection('Urine', [
    ['5811-5', 'Specific gravity, urine', 'relative density', 3, [1, 1.06], { all: [1.005, 1.03] }],
    ['5803-2', 'pH, urine', 'pH', 1, [4, 10], { all: [5, 8] }],
    ['32294-1', 'Albumin/creatinine ratio, urine', 'mg/mmol', 1, [0, 2000], { all: [null, 3] }],
    ['2955-3', 'Sodium, urine', 'mmol/L', 0, [2, 400], { all: [20, 220] }],
  ]),
]

const byCode = new Map(analytes.map((analyte) => [analyte.code, analyte]))

export const analyteOf = (code: string): Analyte | null => byCode.get(code) ?? null
