/** Whole years between two dates, as an age band counts them; null when the birth date is not known. */
export function yearsBetween(birthDate: string | null, at: string): number | null {
  if (!birthDate) return null
  const [birth, then] = [new Date(birthDate), new Date(at)]
  if (Number.isNaN(birth.getTime()) || Number.isNaN(then.getTime())) return null
  const years = then.getUTCFullYear() - birth.getUTCFullYear()
  const before =
    then.getUTCMonth() < birth.getUTCMonth() || (then.getUTCMonth() === birth.getUTCMonth() && then.getUTCDate() < birth.getUTCDate())
  return before ? years - 1 : years
}

/** Part of life that a range or limit is for; `toYears` is the first age that no longer belongs to it. */
export interface AgeBand {
  readonly fromYears: number
  readonly toYears: number | null
}

/** Limits for adults are the ones to apply when the age is not known: they were written for the most people. */
const UNKNOWN_AGE_YEARS = 40

export const inBand = (band: AgeBand, years: number | null): boolean => {
  const age = years ?? UNKNOWN_AGE_YEARS
  return age >= band.fromYears && (band.toYears === null || age < band.toYears)
}
