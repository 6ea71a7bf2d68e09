/** Returns the age in whole years; null when the birth date is unknown. A time before birth counts as age 0, never as no age. */
export function yearsBetween(birthDate: string | null, at: string): number | null {
  if (!birthDate) return null
  const [birth, date] = [new Date(birthDate), new Date(at)]
  if (Number.isNaN(birth.getTime()) || Number.isNaN(date.getTime())) return null
  const years = date.getUTCFullYear() - birth.getUTCFullYear()
  const isBeforeBirthday =
    date.getUTCMonth() < birth.getUTCMonth() || (date.getUTCMonth() === birth.getUTCMonth() && date.getUTCDate() < birth.getUTCDate())
  return Math.max(0, isBeforeBirthday ? years - 1 : years)
}

/** Age band of a range or limit; `toYears` is exclusive. */
export interface AgeBand {
  readonly fromYears: number
  readonly toYears: number | null
}

/** Adult limits apply when the age is unknown. */
const UNKNOWN_AGE_YEARS = 40

export const inBand = (band: AgeBand, years: number | null): boolean => {
  const age = years ?? UNKNOWN_AGE_YEARS
  return age >= band.fromYears && (band.toYears === null || age < band.toYears)
}
