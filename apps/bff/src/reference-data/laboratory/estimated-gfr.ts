import type { Subject } from '@wardline/events'
import { yearsBetween } from '../age.ts'

/** LOINC codes of creatinine and eGFR. */
export const CREATININE = '14682-9'
export const ESTIMATED_GFR = '62238-1'

/** 1 mg/dL of creatinine in µmol/L. */
const UMOL_IN_MG = 88.4
const ADULT_YEARS = 18

/**
 * Estimated glomerular filtration rate in mL/min/1.73 m², by the CKD-EPI creatinine equation of 2021 (Inker et al.,
 * N Engl J Med 2021;385:1737).
 * @param creatinine in µmol/L
 * @returns null for children and for unknown age or sex, where the equation is not valid
 */
export function estimatedGfr(creatinine: number, { birthDate, sex }: Pick<Subject, 'birthDate' | 'sex'>, at: string): number | null {
  const years = yearsBetween(birthDate, at)
  if (years === null || years < ADULT_YEARS || (sex !== 'female' && sex !== 'male')) return null
  const [kappa, alpha, sexFactor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1]
  const ratio = creatinine / UMOL_IN_MG / kappa
  return 142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** years * sexFactor
}
