import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import type { ResultRow } from '@wardline/events'
import { useWords } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { resultTexts } from '../texts.ts'
import type { Reviewing } from './use-review.ts'
import { useReviewProblem } from './use-review-problem.ts'

export interface ReviewBarProps {
  /** Normal results only; the table does not allow selecting others (RES-13). */
  rows: readonly ResultRow[]
  patient: NamedPatient
  reviewing: Reviewing
  onClear: () => void
}

/** Action bar that marks the selected normal results as reviewed. */
export function ReviewBar({ rows, patient, reviewing, onClear }: ReviewBarProps) {
  const t = useTexts(resultTexts)
  const words = useWords()
  const describeProblem = useReviewProblem()
  const { busy, problem } = reviewing
  const count = rows.length
  return (
    <>
      <Button
        variant="contained"
        color="primary"
        disabled={busy}
        onClick={() => void reviewing.review?.(rows).then((isDone) => isDone && onClear())}
      >
        {busy ? words.saving : t('markSelected', { count, name: patient.identity.name })}
      </Button>
      <Button onClick={onClear} disabled={busy}>
        {t('clearSelection')}
      </Button>
      <span style={{ alignSelf: 'center' }}>{t('onlyNormal')}</span>
      {problem && <Alert severity="error">{describeProblem(problem)}</Alert>}
    </>
  )
}
