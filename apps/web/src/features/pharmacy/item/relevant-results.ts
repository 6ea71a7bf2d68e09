import type { ResultRow } from '@wardline/events'
import { type Analyte as Reportable, reportedOf } from '../../../clinical/patient-values.ts'

/** What is looked at beside a medicine; a pregnancy has its own line. */
type Analyte = Exclude<Reportable, 'hcg'>

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

  return [...new Set<Analyte>([...always, ...extra])].map((analyte) => {
    const reported = reportedOf(analyte, results)
    const latest = reported[0] ?? null
    // A value in another unit is no predecessor of this one (FMT-10).
    return { analyte, latest, previous: reported.find((row) => row !== latest && row.unit === latest?.unit) ?? null }
  })
}
