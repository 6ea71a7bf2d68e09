import Box from '@mui/material/Box'
import { isCritical, type ResultRow } from '@wardline/events'
import { useAnnounce } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useStableList } from '../../lists/use-stable-list.ts'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { resultText } from './result-text.ts'
import { ResultsPanel } from './results-panel.tsx'
import { ReviewSheet } from './review/review-sheet.tsx'
import { PendingReviews } from './review/review-state.tsx'
import { useReview } from './review/use-review.ts'
import { HighlightsContext } from './row-highlights.ts'
import { resultTexts } from './texts.ts'
import { DetailPanel } from './trend/detail-panel.tsx'
import { useResultActions } from './use-result-actions.ts'
import { usePatientAlerts, useResults } from './use-results.ts'
import { useResultsLayout } from './use-results-layout.ts'
import { useSelection } from './use-selection.ts'

/** Laboratory results of the patient, with the trend of the selected result. */
export function ResultsTab({ patientId }: TabPageProps) {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const patient = usePatientIdentity(patientId)
  const list = useResults(patientId)
  const alerts = usePatientAlerts(patientId).rows
  const layout = useResultsLayout()
  const stableList = useStableList<ResultRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: ({ flag }) => isCritical(flag),
    onArrival: (arrived) => {
      for (const row of arrived) announce.polite(t(isCritical(row.flag) ? 'newCritical' : 'newResult', { result: resultText(row) }))
    },
  })
  const reviewing = useReview(patientId, patient, stableList.shown, alerts)
  const { selected, select, step } = useSelection(stableList.shown, alerts, layout.reportId)
  const [reviewRow, setReviewRow] = useState<ResultRow | null>(null)
  const detail = useRef<HTMLDivElement>(null)
  const actions = useResultActions({ rows: stableList.shown, select, reviewing, patient, detail, openReviewSheet: setReviewRow })

  useKeys(
    (
      [
        ['v', 'keyCumulative', () => layout.change({ view: 'cumulative' })],
        ['t', 'keyTrend', () => selected && actions.run('t', selected)],
        ['[', 'keyPrevious', () => step(-1)],
        [']', 'keyNext', () => step(1)],
        ['w', 'keyReview', () => selected && actions.run('w', selected)],
        ['c', 'keyCopy', () => selected && actions.run('c', selected)],
      ] as const
    ).map(([keys, label, run]) => ({ keys, label: t(label), group: t('keys'), run })),
  )

  return (
    <HighlightsContext value={{ selectedId: selected?.id ?? null, isFresh: stableList.isFresh }}>
      <PendingReviews value={reviewing.pending}>
        <Box
          sx={{
            blockSize: '100%',
            display: 'grid',
            gap: 3,
            padding: 3,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(340px, 420px)' },
            gridTemplateRows: { xs: 'minmax(320px, 1fr) minmax(320px, auto)', lg: 'minmax(0, 1fr)' },
            overflow: { xs: 'auto', lg: 'hidden' },
          }}
        >
          <ResultsPanel
            patient={patient}
            list={list}
            stableList={stableList}
            alerts={alerts}
            layout={layout}
            reviewing={reviewing}
            selected={selected}
            onSelect={select}
            onShortcut={actions.run}
          />
          <DetailPanel
            patientId={patientId}
            patient={patient}
            row={selected}
            alerts={alerts}
            panelRef={detail}
            onReview={selected && actions.canReview(selected) ? () => actions.startReview(selected) : null}
            reviewHint={selected && reviewing.review && reviewing.modeOf(selected) === 'acknowledge-first' ? t('acknowledgeFirst') : null}
            onCopy={() => selected && actions.run('c', selected)}
          />
        </Box>
        {reviewRow && patient && (
          <ReviewSheet
            row={reviewRow}
            patient={patient}
            reviewing={reviewing}
            onDone={() => {
              setReviewRow(null)
              actions.selectNext(reviewRow)
            }}
            onClose={() => {
              setReviewRow(null)
              reviewing.clear()
            }}
          />
        )}
      </PendingReviews>
    </HighlightsContext>
  )
}
