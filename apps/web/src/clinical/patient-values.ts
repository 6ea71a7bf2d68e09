import { type ResultRow, type VitalRow, vitalSigns } from '@wardline/events'

/** LOINC codes of the values shown beside an order; several where laboratories use different units or methods. */
const codesOf = {
  potassium: ['2823-3', '6298-4'],
  creatinine: ['14682-9', '2160-0', '38483-4'],
  filtration: ['62238-1', '33914-3', '98979-8', '48642-3', '69405-9'],
  hcg: ['21198-7', '19080-1', '2118-8', '2106-3', '80384-1'],
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
export type Analyte = keyof typeof codesOf

/**
 * Returns the reported results of an analyte, newest collection first.
 * @param results the patient's results in any order
 */
export function reportedOf(analyte: Analyte, results: readonly ResultRow[]): readonly ResultRow[] {
  const codes: readonly string[] = codesOf[analyte]
  return results
    .filter((row) => codes.includes(row.code) && row.value !== null && row.status !== 'cancelled')
    .sort((a, b) => (a.collectedAt < b.collectedAt ? 1 : a.collectedAt > b.collectedAt ? -1 : 0))
}

/** The newest weight, used for dose calculation. */
export const latestWeight = (vitals: readonly VitalRow[]): VitalRow | null =>
  vitals.find(({ code, value }) => code === vitalSigns.weight.code && value !== null) ?? null
