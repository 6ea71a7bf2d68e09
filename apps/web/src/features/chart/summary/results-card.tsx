import MuiLink from '@mui/material/Link'
import { isCritical, type PatientId, type ResultRow } from '@wardline/events'
import { type ClinicalColumn, ClinicalTable, Empty, FlagChip, LabValue, RangeText, Sparkline, useAnnounce } from '@wardline/ui'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { TimeCell } from '../../../lists/time-cell.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { ChartArrivals } from '../chart-arrivals.tsx'
import { chartTexts } from '../texts.ts'
import { useResults } from '../use-chart-lists.ts'
import { type LatestResult, latestResults } from './latest-results.ts'

/** Further tests are counted and linked to the Results tab (MED-18). */
const MAX_SHOWN = 12

/** The latest value of each test with its trend (CHT-1, FLG-6). */
export function ResultsCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const announce = useAnnounce()
  const navigate = useNavigate()
  const list = useResults(patientId)
  const stableList = useStableList<ResultRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: ({ flag }) => isCritical(flag),
    onArrival: (arrived) => {
      for (const row of arrived) {
        announce.polite(t('newResult', { test: row.display, value: [row.value, row.unit, row.flag].filter(Boolean).join(' ') }))
      }
    },
  })
  const columns = useMemo(() => columnsOf(t), [t])
  const latest = useMemo(() => latestResults(stableList.shown), [stableList.shown])
  const hiddenCount = latest.length - MAX_SHOWN

  return (
    <ListCard
      title={t('latestResults')}
      count={latest.length > 0 && t(list.hasMore ? 'atLeastTests' : 'tests', { count: latest.length })}
      list={list}
      expected={6}
      empty={<Empty title={t('noResults')} />}
      footer={
        hiddenCount > 0 && (
          <MuiLink component={Link} to={`/patients/${patientId}/results`}>
            {t('moreResults', { count: hiddenCount })}
          </MuiLink>
        )
      }
    >
      <ChartArrivals rows={stableList} />
      <div {...stableList.reader} style={{ minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <ClinicalTable
          label={t('latestResults')}
          rows={latest.slice(0, MAX_SHOWN)}
          columns={columns}
          rowKey={({ row }) => row.id}
          rowTone={({ row }) => (stableList.isFresh(row) ? 'fresh' : null)}
          // Opens the report with performer, order and specimen (CHT-12).
          onOpen={({ row }) => void navigate(reportOf(patientId, row))}
          openOnClick
        />
      </div>
    </ListCard>
  )
}

const reportOf = (patientId: PatientId, { reportId }: ResultRow) =>
  `/patients/${patientId}/results${reportId ? `?report=${encodeURIComponent(reportId)}` : ''}`

const columnsOf = (t: Translate<(typeof chartTexts)['en']>): readonly ClinicalColumn<LatestResult>[] => [
  { id: 'test', header: t('test'), minWidth: 106, wrap: true, rowHeader: true, cell: ({ row }) => <bdi>{row.display}</bdi> },
  { id: 'flag', header: '', label: t('status'), width: 34, cell: ({ row }) => <FlagChip flag={row.flag} /> },
  // Wide enough for the unit of eGFR, which must not wrap away from its number (FMT-7).
  { id: 'result', header: t('result'), minWidth: 140, grow: 0.8, wrap: true, align: 'end', cell: ({ row }) => <ValueCell row={row} /> },
  { id: 'range', header: t('range'), width: 76, cell: ({ row }) => row.range && <RangeText {...row.range} /> },
  { id: 'trend', header: t('trend'), width: 76, cell: (latest) => <TrendCell {...latest} /> },
  { id: 'collected', header: t('collected'), width: 64, align: 'end', wrap: true, cell: ({ row }) => <TimeCell at={row.collectedAt} /> },
]

const ValueCell = ({ row }: { row: ResultRow }) => (
  <LabValue value={row.value} comparator={null} unit={row.unit} flag={row.flag} status={row.status} flagBeside={false} />
)

function TrendCell({ row, history }: LatestResult) {
  if (history.length < 2) return null
  return (
    <Sparkline
      name={row.display}
      points={history.map((point) => ({
        at: point.collectedAt,
        value: point.number,
        text: point.value,
        comparator: point.comparator,
        flag: point.flag,
      }))}
      low={row.range?.low}
      high={row.range?.high}
      last={{ value: row.value, unit: row.unit, flag: row.flag }}
      lastBeside
      width={56}
    />
  )
}
