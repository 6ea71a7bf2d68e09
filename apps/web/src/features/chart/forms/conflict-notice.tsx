import Alert from '@mui/material/Alert'
import { DiffBlock, type DiffLine } from '@wardline/ui'
import { type Problem, useProblemWords } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { chartTexts } from '../texts.ts'

export interface ConflictNoticeProps {
  problem: Problem
  /** What stands on the screen now, against what was looked at when the sheet was opened. */
  changes: readonly DiffLine[]
  /** Leaves the sheet with the other's version. */
  onReload: () => void
  /** Does the same to the newer version. */
  onReapply: (() => void) | null
}

const nonEmptyString = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** A refusal at the foot of a sheet; for a conflict who changed what and when, with both ways on (RT-6). */
export function ConflictNotice({ problem, changes, onReload, onReapply }: ConflictNoticeProps) {
  const t = useTexts(chartTexts)
  const describeProblem = useProblemWords()
  if (problem.kind !== 'refusal' || problem.code !== 'CHANGED_MEANWHILE') return <Alert severity="error">{describeProblem(problem)}</Alert>
  const [changedBy, changedAt] = [nonEmptyString(problem.detail?.changedBy), nonEmptyString(problem.detail?.changedAt)]
  if (!changedBy || !changedAt) return <Alert severity="warning">{t('conflictNobody')}</Alert>
  return <DiffBlock changedBy={changedBy} changedAt={changedAt} changes={changes} onReload={onReload} onReapply={onReapply ?? undefined} />
}
