import Alert from '@mui/material/Alert'
import { DiffBlock, type DiffLine } from '@wardline/ui'
import { type Problem, useProblemText } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { chartTexts } from '../texts.ts'

export interface ConflictNoticeProps {
  problem: Problem
  /** Differences between the current row and the row as it was when the sheet opened. */
  changes: readonly DiffLine[]
  /** Closes the sheet and keeps the newer version. */
  onReload: () => void
  /** Applies the same action to the newer version. */
  onReapply: (() => void) | null
}

const nonEmptyString = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** Error at the foot of a sheet; for a conflict it shows who changed what and when, with both choices (RT-6). */
export function ConflictNotice({ problem, changes, onReload, onReapply }: ConflictNoticeProps) {
  const t = useTexts(chartTexts)
  const describeProblem = useProblemText()
  if (problem.kind !== 'refusal' || problem.code !== 'VERSION_CONFLICT') return <Alert severity="error">{describeProblem(problem)}</Alert>
  const [changedBy, changedAt] = [nonEmptyString(problem.detail?.changedBy), nonEmptyString(problem.detail?.changedAt)]
  if (!changedBy || !changedAt) return <Alert severity="warning">{t('conflictUnknownAuthor')}</Alert>
  return <DiffBlock changedBy={changedBy} changedAt={changedAt} changes={changes} onReload={onReload} onReapply={onReapply ?? undefined} />
}
