import { type AllergyRow, allergySummaryOf } from '@wardline/events'

/** Returns the rows in the order of the card: active allergies, then refuted and inactive ones, which are marked. Statements of no known allergies are not allergies. */
export const allergyLines = (rows: readonly AllergyRow[]): readonly AllergyRow[] => {
  const allergies = rows.filter(({ noKnown }) => noKnown === null)
  return [...allergies.filter(({ status }) => status === 'active'), ...allergies.filter(({ status }) => status !== 'active')]
}

export const activeAllergyCount = (rows: readonly AllergyRow[]): number => {
  const summary = allergySummaryOf(rows)
  return summary.state === 'list' ? summary.allergies.length : 0
}
