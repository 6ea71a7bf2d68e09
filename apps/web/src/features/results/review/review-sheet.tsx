import { isCritical, type ResultRow } from '@wardline/events'
import { Clin, ConfirmSheet, LabValue } from '@wardline/ui'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { resultText } from '../result-text.ts'
import { resultTexts } from '../texts.ts'
import type { Reviewing } from './use-review.ts'
import { useReviewProblem } from './use-review-problem.ts'

export interface ReviewSheetProps {
  row: ResultRow
  patient: NamedPatient
  reviewing: Reviewing
  onDone: () => void
  onClose: () => void
}

/** Confirms the review of a result that is not normal (RES-11). */
export function ReviewSheet({ row, patient: { identity, place }, reviewing, onDone, onClose }: ReviewSheetProps) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const nameOf = useTestName()
  const describeProblem = useReviewProblem()
  return (
    <ConfirmSheet
      open
      title={t('reviewTitle')}
      patient={identity}
      place={place}
      commitLabel={t('markReviewedOf', { result: resultText(row), name: identity.name })}
      busy={reviewing.busy}
      error={reviewing.problem && describeProblem(reviewing.problem)}
      onConfirm={() => void reviewing.review?.([row]).then((isDone) => isDone && onDone())}
      onClose={onClose}
    >
      <p style={{ marginBlockStart: 0 }}>
        <bdi>{nameOf(row)}</bdi> <LabValue value={row.value} unit={row.unit} flag={row.flag} status={row.status} />
        {' · '}
        {t('collectedAt')} <Clin>{formatTime(row.collectedAt)}</Clin>
      </p>
      {t(isCritical(row.flag) ? 'reviewCritical' : 'reviewAbnormal')}
    </ConfirmSheet>
  )
}
