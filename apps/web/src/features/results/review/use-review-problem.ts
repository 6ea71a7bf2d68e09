import { useFormats } from '@wardline/ui'
import { type Problem, useProblemText } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { resultTexts } from '../texts.ts'

/** Conflict detail sent by the server when a result changed during review. */
interface ConflictDetail {
  readonly changedBy?: string | null
  readonly changedAt?: string | null
  readonly reviewed?: { readonly by: { readonly name: string }; readonly at: string | null } | null
}

/** Returns the message of a refused review: who changed the result and when, and who reviewed the newer value (RT-6). */
export function useReviewProblem(): (problem: Problem) => string {
  const t = useTexts(resultTexts)
  const describeProblem = useProblemText()
  const formats = useFormats()
  return (problem) => {
    if (problem.kind !== 'refusal' || problem.code !== 'VERSION_CONFLICT') return describeProblem(problem)
    const { changedBy, changedAt, reviewed } = (problem.detail ?? {}) as ConflictDetail
    const changeText =
      changedBy && changedAt ? t('changedByUser', { name: changedBy, time: formats.dateTime(changedAt) }) : t('changedByLaboratory')
    return reviewed?.at
      ? `${changeText} ${t('newerReviewedBy', { name: reviewed.by.name, time: formats.dateTime(reviewed.at) })}`
      : changeText
  }
}
