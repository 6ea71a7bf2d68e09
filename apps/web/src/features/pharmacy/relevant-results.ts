import type { ResultRow } from '@wardline/events'

/** LOINC codes by what a pharmacist asks for; several codes where laboratories differ in unit or method. */
const analytes = {
  potassium: ['2823-3', '6298-4'],
  creatinine: ['14682-9', '2160-0', '38483-4'],
  filtration: ['62238-1', '33914-3', '98979-8', '48642-3', '69405-9'],
  inr: ['6301-6', '34714-6'],
  sodium: ['2951-2', '2947-0'],
  magnesium: ['2601-3', '19123-9'],
  calcium: ['29265-6', '2000-8', '17861-6'],
  glucose: ['14749-6', '2345-7', '2339-0', '41653-7'],
  platelets: ['777-3', '26515-7'],
  haemoglobin: ['718-7'],
  leukocytes: ['6690-2'],
  alt: ['1742-6'],
  aptt: ['3173-2', '14979-9'],
  digoxin: ['10535-3'],
  vancomycin: ['20578-1', '4092-3'],
  lithium: ['14334-7'],
  phenytoin: ['3968-5'],
} as const
type Analyte = keyof typeof analytes

/** What belongs beside every order: elimination and the two values that kill quietly. */
const always: readonly Analyte[] = ['potassium', 'creatinine', 'filtration', 'inr']

/** What one further has to look at, by words of the generic name. */
const byMedicine: readonly (readonly [words: readonly string[], wanted: readonly Analyte[]])[] = [
  [
    ['heparin', 'enoxaparin', 'dalteparin', 'tinzaparin', 'fondaparinux'],
    ['platelets', 'haemoglobin', 'aptt'],
  ],
  [
    ['warfarin', 'apixaban', 'rivaroxaban', 'dabigatran', 'edoxaban', 'clopidogrel', 'aspirin'],
    ['platelets', 'haemoglobin'],
  ],
  [['insulin', 'gliclazide', 'glimepiride', 'glipizide', 'glibenclamide', 'metformin', 'dapagliflozin'], ['glucose']],
  [['digoxin'], ['digoxin', 'magnesium', 'calcium']],
  [['vancomycin'], ['vancomycin', 'leukocytes']],
  [
    ['gentamicin', 'amikacin', 'ceftriaxone', 'piperacillin', 'meropenem', 'ciprofloxacin', 'amoxicillin'],
    ['leukocytes', 'alt'],
  ],
  [
    ['spironolactone', 'furosemide', 'bumetanide', 'hydrochlorothiazide', 'indapamide'],
    ['sodium', 'magnesium'],
  ],
  [
    ['potassium', 'magnesium', 'calcium', 'phosphate'],
    ['magnesium', 'calcium'],
  ],
  [['lithium'], ['lithium', 'sodium']],
  [['phenytoin'], ['phenytoin', 'alt']],
  [
    ['methotrexate', 'azathioprine', 'clozapine', 'carbamazepine', 'valproate'],
    ['leukocytes', 'platelets', 'alt'],
  ],
  [['paracetamol', 'acetaminophen', 'atorvastatin', 'simvastatin', 'rosuvastatin', 'isoniazid', 'rifampicin'], ['alt']],
  [['amiodarone'], ['magnesium', 'alt']],
]

export interface RelevantResult {
  readonly analyte: Analyte
  /** null: the laboratory has reported none; said as such, never left out. */
  readonly latest: ResultRow | null
  readonly previous: ResultRow | null
}

/**
 * The values to have in view while verifying (PHQ-9), newest by time of collection. The four that are always
 * wanted are listed even when there is none; those for this medicine as well.
 * @param results the patient's results in any order
 */
export function relevantResults(generic: string, results: readonly ResultRow[]): readonly RelevantResult[] {
  const name = ` ${generic.toLowerCase().replace(/[^a-z]+/g, ' ')} `
  const extra = byMedicine.flatMap(([words, wanted]) => (words.some((word) => name.includes(` ${word} `)) ? wanted : []))
  const newest = results.toSorted((a, b) => (a.collectedAt < b.collectedAt ? 1 : a.collectedAt > b.collectedAt ? -1 : 0))

  return [...new Set<Analyte>([...always, ...extra])].map((analyte) => {
    const codes: readonly string[] = analytes[analyte]
    const reported = newest.filter((row) => codes.includes(row.code) && row.value !== null && row.status !== 'cancelled')
    const latest = reported[0] ?? null
    // A value in another unit is no predecessor of this one (FMT-10).
    return { analyte, latest, previous: reported.find((row) => row !== latest && row.unit === latest?.unit) ?? null }
  })
}
