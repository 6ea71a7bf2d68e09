import Box from '@mui/material/Box'
import type { AlertRow, ResultRow } from '@wardline/events'
import { Clin, fmtLab, LabValue, RangeText, StatusChip } from '@wardline/ui'
import type { ReactNode } from 'react'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { changeOf, signed } from '../cumulative/delta.ts'
import { ReviewState } from '../review/review-state.tsx'
import { resultTexts } from '../texts.ts'

export interface ResultFactsProps {
  row: ResultRow
  /** Every value in the same unit, in any order. */
  course: readonly ResultRow[]
  alert: AlertRow | null
  /** The critical limits in this value's unit; null when the table has none. */
  limits: { low: number | null; high: number | null; source: string; version: string } | null
}

/** What is known about one value beyond its number. */
export function ResultFacts({ row, course, alert, limits }: ResultFactsProps) {
  const t = useTexts(resultTexts)
  const when = useFormatTime()
  const comment = useSpecimenComment()
  return (
    <Box component="section" aria-label={t('result')} sx={{ borderBlockStart: '1px solid', borderColor: 'line' }}>
      <Fact>
        <LabValue value={row.value} unit={row.unit} flag={row.flag} status={row.status} /> {row.status === 'final' && t('final')}
        {row.replaced && (
          <Quiet>
            {t('corrected', { value: [row.replaced.value, row.replaced.unit, row.replaced.flag].filter(Boolean).join(' ') })}
            {row.replaced.reviewed && (
              <>
                {' · '}
                {t('formerReviewed', { name: row.replaced.reviewed.name })} <Clin>{when(row.replaced.reviewed.at)}</Clin>
              </>
            )}
          </Quiet>
        )}
        <Quiet>
          {t('collectedAt')} <Clin>{when(row.collectedAt)}</Clin> · <Released row={row} />
          {row.panel && <> · {t('fromReport', { panel: row.panel })}</>}
        </Quiet>
      </Fact>
      {row.note && (
        <Fact>
          <StatusChip tone="warn">{t('comment')}</StatusChip> <bdi>{comment(row.note)}</bdi>
        </Fact>
      )}
      <Fact>
        <Before row={row} course={course} />
        {row.checks?.includes('delta') && <Quiet>{t('deltaConfirmed', { name: row.performer ?? '' })}</Quiet>}
      </Fact>
      <Fact>
        {alert && <Acknowledged alert={alert} />}
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
  const when = useFormatTime()
  if (!row.resultedAt) return t('notReleased')
  return (
    <>
      {row.performer ? t('releasedBy', { name: row.performer }) : t('releasedAt')} <Clin>{when(row.resultedAt)}</Clin>
    </>
  )
}

/** From where a value calls somebody, and which table says so. */
function Limits({ low, high, source, version }: NonNullable<ResultFactsProps['limits']>) {
  const t = useTexts(resultTexts)
  const words = [low !== null && `< ${low}`, high !== null && `≥ ${high}`].filter(Boolean).join(' · ')
  return (
    <Quiet>
      {t('criticalLimits')} <Clin>{words}</Clin> · {t('limitsTable', { version })} · <bdi>{source}</bdi>
    </Quiet>
  )
}

const Fact = ({ children }: { children: ReactNode }) => (
  <Box sx={{ padding: '8px 12px', borderBlockEnd: '1px solid', borderColor: 'line', fontSize: 12.5 }}>{children}</Box>
)

const Quiet = ({ children }: { children: ReactNode }) => (
  <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
    {children}
  </Box>
)

/** The value before and the change against it, in the row as well as in the course (RES-9). */
function Before({ row, course }: Pick<ResultFactsProps, 'row' | 'course'>) {
  const t = useTexts(resultTexts)
  const when = useFormatTime()
  const interval = useInterval()
  const change = changeOf(row, course)
  if (!change) return t('noPrevious')
  const { previous, intervalMs, absolute, percent } = change
  return (
    <>
      {t('before', { value: fmtLab(previous.value ?? ''), interval: interval(intervalMs) })} <Clin>{when(previous.collectedAt)}</Clin> ·{' '}
      {absolute === null
        ? t('noChange')
        : t('change', { change: `${signed(absolute)}${percent === null ? '' : ` (${signed(percent)} %)`}` })}
    </>
  )
}

const MINUTES_OF_TWO_DAYS = 2 * 24 * 60

/** `6 h 31 min` up to two days, then days. */
function useInterval(): (ms: number) => string {
  const t = useTexts(resultTexts)
  return (ms) => {
    const minutes = Math.round(ms / 60_000)
    if (minutes >= MINUTES_OF_TWO_DAYS) return t('days', { count: Math.round(minutes / (24 * 60)) })
    const hours = Math.floor(minutes / 60)
    return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
  }
}

function Acknowledged({ alert }: { alert: AlertRow }) {
  const t = useTexts(resultTexts)
  const when = useFormatTime()
  return (
    <div>
      {alert.state === 'raised' ? (
        <StatusChip tone="crit">{t('notAcknowledged')}</StatusChip>
      ) : (
        <>
          {t('acknowledgedBy', { name: alert.acknowledgedBy?.name ?? '' })} <Clin>{when(alert.acknowledgedAt ?? alert.knownAt)}</Clin>
        </>
      )}
    </div>
  )
}
