import Box from '@mui/material/Box'
import type { AlertRow, ResultRow } from '@wardline/events'
import { Clin, fmtLab, LabValue, RangeText, StatusChip } from '@wardline/ui'
import type { ReactNode } from 'react'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { deltaOf, signed } from '../cumulative/delta.ts'
import { ReviewState } from '../review/review-state.tsx'
import { resultTexts } from '../texts.ts'

export interface ResultFactsProps {
  row: ResultRow
  /** All values in the same unit, in any order. */
  history: readonly ResultRow[]
  alert: AlertRow | null
  /** Critical limits in the unit of the value; null if the table has none. */
  limits: { low: number | null; high: number | null; source: string; version: string } | null
}

/** Facts about one value: times, comment, change, review, ranges. */
export function ResultFacts({ row, history, alert, limits }: ResultFactsProps) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const comment = useSpecimenComment()
  return (
    <Box component="section" aria-label={t('result')} sx={{ borderBlockStart: '1px solid', borderColor: 'line' }}>
      <Fact>
        <LabValue value={row.value} unit={row.unit} flag={row.flag} status={row.status} /> {row.status === 'final' && t('final')}
        {row.replaced && (
          <SecondaryText>
            {t('corrected', { value: [row.replaced.value, row.replaced.unit, row.replaced.flag].filter(Boolean).join(' ') })}
            {row.replaced.reviewed && (
              <>
                {' · '}
                {t('formerReviewed', { name: row.replaced.reviewed.name })} <Clin>{formatTime(row.replaced.reviewed.at)}</Clin>
              </>
            )}
          </SecondaryText>
        )}
        <SecondaryText>
          {t('collectedAt')} <Clin>{formatTime(row.collectedAt)}</Clin> · <Released row={row} />
          {row.panel && <> · {t('fromReport', { panel: row.panel })}</>}
        </SecondaryText>
      </Fact>
      {row.note && (
        <Fact>
          <StatusChip tone="warn">{t('comment')}</StatusChip> <bdi>{comment(row.note)}</bdi>
        </Fact>
      )}
      <Fact>
        <PreviousResult row={row} history={history} />
        {row.checks?.includes('delta') && <SecondaryText>{t('deltaConfirmed', { name: row.performer ?? '' })}</SecondaryText>}
      </Fact>
      <Fact>
        {alert && <AcknowledgementStatus alert={alert} />}
        <ReviewState row={row} />
      </Fact>
      <Fact>
        {row.range ? (
          <>
            {t('rangeOfThis')} <RangeText {...row.range} unit={row.unit} />
          </>
        ) : (
          t('noRange')
        )}
        {limits && <Limits {...limits} />}
      </Fact>
    </Box>
  )
}

function Released({ row }: { row: ResultRow }) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  if (!row.resultedAt) return t('notReleased')
  return (
    <>
      {row.performer ? t('releasedBy', { name: row.performer }) : t('releasedAt')} <Clin>{formatTime(row.resultedAt)}</Clin>
    </>
  )
}

/** Critical limits with the table they come from. */
function Limits({ low, high, source, version }: NonNullable<ResultFactsProps['limits']>) {
  const t = useTexts(resultTexts)
  const limitText = [low !== null && `< ${low}`, high !== null && `≥ ${high}`].filter(Boolean).join(' · ')
  return (
    <SecondaryText>
      {t('criticalLimits')} <Clin>{limitText}</Clin> · {t('limitsTable', { version })} · <bdi>{source}</bdi>
    </SecondaryText>
  )
}

const Fact = ({ children }: { children: ReactNode }) => (
  <Box sx={{ padding: '8px 12px', borderBlockEnd: '1px solid', borderColor: 'line', fontSize: 12.5 }}>{children}</Box>
)

const SecondaryText = ({ children }: { children: ReactNode }) => (
  <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
    {children}
  </Box>
)

/** Previous value and change (RES-9). */
function PreviousResult({ row, history }: Pick<ResultFactsProps, 'row' | 'history'>) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const interval = useInterval()
  const delta = deltaOf(row, history)
  if (!delta) return t('noPrevious')
  const { previous, intervalMs, absolute, percent } = delta
  return (
    <>
      {t('before', { value: fmtLab(previous.value ?? ''), interval: interval(intervalMs) })} <Clin>{formatTime(previous.collectedAt)}</Clin>{' '}
      ·{' '}
      {absolute === null
        ? t('noChange')
        : t('change', { change: `${signed(absolute)}${percent === null ? '' : ` (${signed(percent)} %)`}` })}
    </>
  )
}

const MINUTES_OF_A_DAY = 24 * 60
const DAYS_OF_A_YEAR = 365.25

/** Formats `6 h 31 min` below two days, then days, and whole years from one year on. */
function useInterval(): (ms: number) => string {
  const t = useTexts(resultTexts)
  return (ms) => {
    const minutes = Math.round(ms / 60_000)
    const days = minutes / MINUTES_OF_A_DAY
    if (days >= DAYS_OF_A_YEAR) return t('years', { count: Math.floor(days / DAYS_OF_A_YEAR) })
    if (days >= 2) return t('days', { count: Math.round(days) })
    const hours = Math.floor(minutes / 60)
    return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
  }
}

function AcknowledgementStatus({ alert }: { alert: AlertRow }) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  return (
    <div>
      {alert.state === 'raised' ? (
        <StatusChip tone="crit">{t('notAcknowledged')}</StatusChip>
      ) : (
        <>
          {t('acknowledgedBy', { name: alert.acknowledgedBy?.name ?? '' })} <Clin>{formatTime(alert.acknowledgedAt ?? alert.knownAt)}</Clin>
        </>
      )}
    </div>
  )
}
