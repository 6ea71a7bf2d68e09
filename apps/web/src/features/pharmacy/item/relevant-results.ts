import type { ResultRow } from '@wardline/events'
import { type Analyte as ReportableAnalyte, reportedOf } from '../../../clinical/patient-values.ts'

/** Analytes shown beside an order; the pregnancy test is shown elsewhere. */
type Analyte = Exclude<ReportableAnalyte, 'hcg'>

/** Shown beside every order: renal function, and potassium and INR because dangerous values cause no symptoms. */
const baselineAnalytes: readonly Analyte[] = ['potassium', 'creatinine', 'filtration', 'inr']

/** Additional analytes by words of the generic name. */
const analytesByMedicine: readonly (readonly [words: readonly string[], analytes: readonly Analyte[]])[] = [
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
  /** null when no result is available; the analyte is still listed. */
  readonly latest: ResultRow | null
  readonly previous: ResultRow | null
}

/**
 * Returns the results relevant to verification (PHQ-9): the latest and the previous value of each analyte by
 * collection time. Analytes without a result are included.
 * @param results the patient's results in any order
 */
export function relevantResults(generic: string, results: readonly ResultRow[]): readonly RelevantResult[] {
  const name = ` ${generic.toLowerCase().replace(/[^a-z]+/g, ' ')} `
  const additional = analytesByMedicine.flatMap(([words, analytes]) => (words.some((word) => name.includes(` ${word} `)) ? analytes : []))

  return [...new Set<Analyte>([...baselineAnalytes, ...additional])].map((analyte) => {
    const reported = reportedOf(analyte, results)
    const latest = reported[0] ?? null
    // A value in a different unit is not comparable (FMT-10).
    return { analyte, latest, previous: reported.find((row) => row !== latest && row.unit === latest?.unit) ?? null }
  })
}
