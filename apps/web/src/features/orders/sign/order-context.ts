import { type AllergyRow, allergySummaryOf, type PatientRow, type ProblemRow, type ResultRow } from '@wardline/events'
import type { DraftOrderable } from '../compose/draft.ts'

/** SNOMED CT: pregnancy and the variants that other systems send. */
const PREGNANT = ['77386006', '72892002', '169826009', '47200007']
/** Ages for which pregnancy is relevant, in years (SHL-2). */
const [FROM_YEARS, TO_YEARS] = [11, 56]
const YEAR_MS = 365.25 * 24 * 3_600_000

export const mayBePregnant = ({ sex, birthDate }: Pick<PatientRow, 'sex' | 'birthDate'>, now: number): boolean => {
  if (sex === 'male') return false
  const years = birthDate ? (now - Date.parse(birthDate)) / YEAR_MS : null
  return years === null || (years >= FROM_YEARS && years < TO_YEARS)
}

/** Returns the active pregnancy on the problem list, or null. */
export const activePregnancyIn = (problems: readonly ProblemRow[]): ProblemRow | null =>
  problems.find(({ code, clinicalStatus }) => clinicalStatus === 'active' && PREGNANT.includes(code ?? '')) ?? null

export interface AllergyWarning {
  readonly allergy: AllergyRow
  readonly orderable: DraftOrderable
}

/** Returns recorded allergies whose text matches the content of an order. A text match only: an empty list is not an allergy check (ORD-10). */
export function allergyWarningsOf(orderables: readonly DraftOrderable[], allergies: readonly AllergyRow[]): readonly AllergyWarning[] {
  const summary = allergySummaryOf(allergies)
  const recorded = summary.state === 'list' ? summary.allergies : []
  return orderables.flatMap((orderable) =>
    recorded
      .filter(({ substance }) => orderable.exposesTo.some((word) => substance.toLowerCase().includes(word)))
      .map((allergy) => ({ allergy, orderable })),
  )
}

/** Returns why a value is missing: never reported, or possibly in pages not loaded (CHT-2). */
export const absenceReason = ({ rows, hasMore }: { readonly rows: readonly ResultRow[]; readonly hasMore: boolean }) =>
  hasMore && rows.length > 0 ? ('notAmongLoaded' as const) : ('noneReported' as const)
