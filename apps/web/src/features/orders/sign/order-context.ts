import type { AllergyRow, PatientRow, ProblemRow, ResultRow } from '@wardline/events'
import type { DraftedOrderable } from '../compose/draft.ts'

/** SNOMED CT: pregnant, and the forms of it that registries send. */
const PREGNANT = ['77386006', '72892002', '169826009', '47200007']
/** Outside these years nobody asks (SHL-2: "when relevant"). */
const [FROM_YEARS, TO_YEARS] = [11, 56]
const YEAR_MS = 365.25 * 24 * 3_600_000

export const mayBePregnant = ({ sex, birthDate }: Pick<PatientRow, 'sex' | 'birthDate'>, now: number): boolean => {
  if (sex === 'male') return false
  const years = birthDate ? (now - Date.parse(birthDate)) / YEAR_MS : null
  return years === null || (years >= FROM_YEARS && years < TO_YEARS)
}

/** A pregnancy on the problem list that nobody has ended. */
export const pregnancyAmong = (problems: readonly ProblemRow[]): ProblemRow | null =>
  problems.find(({ code, clinicalStatus }) => clinicalStatus === 'active' && PREGNANT.includes(code ?? '')) ?? null

export interface AllergyWarning {
  readonly allergy: AllergyRow
  readonly orderable: DraftedOrderable
}

/** Recorded allergies that name what an order contains: by words alone, so finding none is no check (ORD-10). */
export function allergyWarningsOf(orderables: readonly DraftedOrderable[], allergies: readonly AllergyRow[]): readonly AllergyWarning[] {
  const known = allergies.filter(({ noKnownAllergies }) => !noKnownAllergies)
  return orderables.flatMap((orderable) =>
    known
      .filter(({ substance }) => orderable.exposesTo.some((word) => substance.toLowerCase().includes(word)))
      .map((allergy) => ({ allergy, orderable })),
  )
}

/** Why a value is not there: it was never reported, or it may lie in what has not been loaded (CHT-2). */
export const absenceOf = ({ rows, hasMore }: { readonly rows: readonly ResultRow[]; readonly hasMore: boolean }) =>
  hasMore && rows.length > 0 ? ('notAmongLoaded' as const) : ('noneReported' as const)
