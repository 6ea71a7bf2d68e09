import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { AlertRow, PatientId, ResultRow } from '@wardline/events'
import { Card, Empty, fmtMrn, KeyHint, NotLoaded, TrendChart } from '@wardline/ui'
import { type Ref, useMemo } from 'react'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { resultTexts } from '../texts.ts'
import { useTrend } from '../use-results.ts'
import { ResultFacts } from './result-facts.tsx'

export interface DetailPanelProps {
  patientId: PatientId
  patient: NamedPatient | null
  row: ResultRow | null
  alerts: readonly AlertRow[]
  /** Receives the focus when the trend shortcut is pressed. */
  panelRef: Ref<HTMLDivElement>
  /** Starts the review; null if there is nothing to review or the role cannot review. */
  onReview: (() => void) | null
  reviewHint: string | null
  onCopy: () => void
}

/** Details of one value: trend, previous value, acknowledgement and review (RES-5, RES-9, RES-11). */
export function DetailPanel(props: DetailPanelProps) {
  const t = useTexts(resultTexts)
  const { row } = props
  if (row) return <SelectedResult {...props} row={row} />
  return (
    <Card title={t('keyTrend')}>
      <Empty title={t('chooseResult')} hint={t('chooseHint')} />
    </Card>
  )
}

function SelectedResult({
  patientId,
  patient,
  row,
  alerts,
  panelRef,
  onReview,
  reviewHint,
  onCopy,
}: DetailPanelProps & { row: ResultRow }) {
  const t = useTexts(resultTexts)
  const testName = useTestName()(row)
  const { list, critical } = useTrend(patientId, row.code)
  const hasSameName = (other: ResultRow) => other.code !== '' || other.display === row.display
  const sameTestRows = row.code === '' ? [row] : list.rows.filter(hasSameName)
  const history = sameTestRows.filter(({ unit }) => unit === row.unit)
  const otherUnits = [...new Set(sameTestRows.map(({ unit }) => unit).filter((unit) => unit !== row.unit && unit !== null))]
  const limits = critical?.limits.find(({ units }) => units.includes(row.unit ?? ''))
  const name = patient?.identity.name ?? ''
  const points = useMemo(() => pointsOf(history), [history])

  return (
    <div ref={panelRef} tabIndex={-1} style={{ minHeight: 0, display: 'grid', outlineOffset: -2 }}>
      <Card
        title={<bdi>{testName}</bdi>}
        actions={
          <Button onClick={onCopy}>
            {t('copy')} <KeyHint keys="c" />
          </Button>
        }
        footer={
          (onReview || reviewHint) && (
            <>
              {onReview && (
                <Button variant="contained" color="primary" onClick={onReview}>
                  {t('markReviewed', { name })} <KeyHint keys="w" />
                </Button>
              )}
              {reviewHint && <Box sx={{ color: 'muted', alignSelf: 'center', fontSize: 12 }}>{reviewHint}</Box>}
            </>
          )
        }
      >
        <ListState list={list} expected={6} showsStale={false}>
          {points.some(({ value }) => value !== null) ? (
            <TrendChart
              key={row.id}
              chosenAt={row.collectedAt}
              name={testName}
              unit={row.unit}
              patient={patient ? `${name} · MRN ${fmtMrn(patient.identity.mrn ?? '')}` : ''}
              points={points}
              low={row.range?.low}
              high={row.range?.high}
              criticalLow={limits?.low}
              criticalHigh={limits?.high}
              height={190}
            />
          ) : (
            <NotLoaded title={t('onlyText')} />
          )}
          {otherUnits.length > 0 && (
            <Box sx={{ paddingInline: 3, color: 'muted', fontSize: 11.5 }}>{t('otherUnits', { units: otherUnits.join(', ') })}</Box>
          )}
        </ListState>
        <ResultFacts
          row={row}
          history={history}
          alert={alerts.find(({ observationId }) => observationId === row.id) ?? null}
          limits={limits ? { ...limits, version: critical?.version ?? '' } : null}
        />
      </Card>
    </div>
  )
}

const pointsOf = (rows: readonly ResultRow[]) =>
  rows
    .filter(({ status }) => status !== 'cancelled')
    .map(({ collectedAt, number, value, comparator, flag }) => ({ at: collectedAt, value: number, text: value, comparator, flag }))
