import Box from '@mui/material/Box'
import type { ResultRow } from '@wardline/events'
import { isCritical, useAnnounce } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useStableList } from '../../lists/use-stable-list.ts'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { inWords } from './result-text.ts'
import { ResultsPanel } from './results-panel.tsx'
import { ReviewSheet } from './review/review-sheet.tsx'
import { PendingReviews } from './review/review-state.tsx'
import { useReview } from './review/use-review.ts'
import { MarksContext } from './row-highlights.ts'
import { resultTexts } from './texts.ts'
import { DetailPanel } from './trend/detail-panel.tsx'
import { useResultActions } from './use-result-actions.ts'
import { usePatientAlerts, useResults } from './use-results.ts'
import { useResultsLayout } from './use-results-layout.ts'
import { useSelection } from './use-selection.ts'

/** The patient's laboratory results, and beside them the course of the chosen one. */
export function ResultsTab({ patientId }: TabPageProps) {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const patient = usePatientIdentity(patientId)
  const list = useResults(patientId)
  const alerts = usePatientAlerts(patientId).rows
  const arrangement = useResultsLayout()
  const steady = useStableList<ResultRow>(list.status === 'ready' ? list.rows : undefined, {
    pressing: ({ flag }) => isCritical(flag),
    onArrival: (arrived) => {
      for (const row of arrived) announce.polite(t(isCritical(row.flag) ? 'newCritical' : 'newResult', { result: inWords(row) }))
    },
  })
  const reviewing = useReview(patientId, patient, steady.shown, alerts)
  const { selected, select, step } = useSelection(steady.shown, alerts, arrangement.reportId)
  const [sheet, setSheet] = useState<ResultRow | null>(null)
  const detail = useRef<HTMLDivElement>(null)
  const acts = useResultActions({ rows: steady.shown, select, reviewing, patient, detail, openSheet: setSheet })

  useKeys(
    (
      [
        ['v', 'keyCumulative', () => arrangement.change({ view: 'cumulative' })],
        ['t', 'keyTrend', () => selected && acts.run('t', selected)],
        ['[', 'keyPrevious', () => step(-1)],
        [']', 'keyNext', () => step(1)],
        ['w', 'keyReview', () => selected && acts.run('w', selected)],
        ['c', 'keyCopy', () => selected && acts.run('c', selected)],
      ] as const
    ).map(([keys, label, run]) => ({ keys, label: t(label), group: t('keys'), run })),
  )

  return (
    <MarksContext value={{ selectedId: selected?.id ?? null, isFresh: steady.isFresh }}>
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
            steady={steady}
            alerts={alerts}
            arrangement={arrangement}
            reviewing={reviewing}
            selected={selected}
            onSelect={select}
            onAct={acts.run}
          />
          <DetailPanel
            patientId={patientId}
            patient={patient}
            row={selected}
            alerts={alerts}
            panelRef={detail}
            onReview={selected && acts.mayReview(selected) ? () => acts.askToReview(selected) : null}
            reviewHint={selected && reviewing.review && reviewing.wayOf(selected) === 'acknowledge-first' ? t('acknowledgeFirst') : null}
            onCopy={() => selected && acts.run('c', selected)}
          />
        </Box>
        {sheet && patient && (
          <ReviewSheet
            row={sheet}
            patient={patient}
            reviewing={reviewing}
            onDone={() => {
              setSheet(null)
              acts.goOn(sheet)
            }}
            onClose={() => {
              setSheet(null)
              reviewing.clear()
            }}
          />
        )}
      </PendingReviews>
    </MarksContext>
  )
}
