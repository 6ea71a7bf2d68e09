import type { DoseUnit, Drug, Frequency } from './formulary.ts'

const dosesPerDay: Record<Frequency, number> = {
  'once now': 1,
  'once daily': 1,
  'twice daily': 2,
  'three times daily': 3,
  'four times daily': 4,
  'every 4 hours': 6,
  'every 6 hours': 4,
  'every 8 hours': 3,
  'every 12 hours': 2,
  'at night': 1,
  'once weekly': 1 / 7,
}

const milligramFactor: Partial<Record<DoseUnit, number>> = { g: 1000, mg: 1, microgram: 0.001 }

/** Returns the factor from one unit to another; null when they are not convertible, so that no quantity is calculated (PHQ-16). */
const conversion = (from: DoseUnit, to: DoseUnit): number | null => {
  if (from === to) return 1
  const [a, b] = [milligramFactor[from], milligramFactor[to]]
  return a && b ? a / b : null
}

/** Returns the number of supply units for a course, rounded up for each dose; null when it cannot be calculated. */
export function supplyFor(drug: Drug, dose: { value: number; unit: DoseUnit }, frequency: Frequency, days: number | null): number | null {
  if (!drug.strength) return null
  const perDose = dose.unit === 'tablet' ? dose.value : conversion(dose.unit, drug.strength.unit)
  if (perDose === null) return null
  const units = dose.unit === 'tablet' ? dose.value : Math.ceil((dose.value * perDose) / drug.strength.value - 1e-9)
  return frequency === 'once now' ? units : days === null ? null : Math.ceil(units * dosesPerDay[frequency] * days)
}
