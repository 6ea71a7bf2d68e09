import { useFormats } from '@wardline/ui'
import { type Problem, useProblemWords } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { resultTexts } from '../texts.ts'

/** What the server tells of a result that changed under a review. */
interface Told {
  readonly changedBy?: string | null
  readonly changedAt?: string | null
  readonly reviewed?: { readonly by: { readonly name: string }; readonly at: string | null } | null
}

/** A review that was refused: who changed the result, when, and who has read the newer value already (RT-6). */
export function useReviewProblem(): (problem: Problem) => string {
  const t = useTexts(resultTexts)
  const describeProblem = useProblemWords()
  const formats = useFormats()
  return (problem) => {
    if (problem.kind !== 'refusal' || problem.code !== 'CHANGED_MEANWHILE') return describeProblem(problem)
    const { changedBy, changedAt, reviewed } = (problem.detail ?? {}) as Told
    const changeText =
      changedBy && changedAt ? t('changedMeanwhileBy', { name: changedBy, time: formats.dateTime(changedAt) }) : t('changedMeanwhile')
    return reviewed?.at
      ? `${changeText} ${t('newerReviewedBy', { name: reviewed.by.name, time: formats.dateTime(reviewed.at) })}`
      : changeText
  }
}
