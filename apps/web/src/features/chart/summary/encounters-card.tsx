import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { EncounterRow, PatientId } from '@wardline/events'
import { Clin, Empty, ListRow, StatusChip, useServerNow } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { chartTexts } from '../texts.ts'
import { useEncounters } from '../use-chart-lists.ts'

/** Rows shown before expanding: the current encounter and the most recent ones. */
const MAX_COLLAPSED = 3
const DAY_MS = 86_400_000

export function EncountersCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const list = useEncounters(patientId)
  const [isExpanded, setIsExpanded] = useState(false)
  const current = list.rows.filter(({ status }) => status === 'in-progress')
  const rows = [...current, ...list.rows.filter(({ status }) => status !== 'in-progress')]
  const hiddenCount = rows.length - MAX_COLLAPSED

  return (
    <ListCard
      title={t('encounters')}
      count={rows.length > 0 && (list.hasMore ? `${rows.length}+` : rows.length)}
      list={list}
      expected={3}
      empty={<Empty title={t('noEncounters')} />}
    >
      <Box component="ul" aria-label={t('encounters')} sx={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {(isExpanded ? rows : rows.slice(0, MAX_COLLAPSED)).map((row) => (
          <Encounter key={row.id} row={row} />
        ))}
      </Box>
      <Box sx={{ display: 'flex', gap: 2, padding: 1 }}>
        {hiddenCount > 0 && (
          <Button variant="text" aria-expanded={isExpanded} onClick={() => setIsExpanded(!isExpanded)}>
            {isExpanded ? t('showFewer') : t('earlierEncounters', { count: hiddenCount })}
          </Button>
        )}
        {isExpanded && list.hasMore && (
          <Button variant="text" disabled={list.isFetchingMore} onClick={() => void list.fetchMore()}>
            {t('moreToLoad')}
          </Button>
        )}
      </Box>
    </ListCard>
  )
}

const classes = ['IMP', 'ACUTE', 'NONAC', 'OBSENC', 'AMB', 'EMER', 'HH', 'VR', 'SS', 'WELLNESS', 'URGENTCARE', 'HOSP', 'SNF'] as const
const statuses = ['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled'] as const

function Encounter({ row }: { row: EncounterRow }) {
  const t = useTexts(chartTexts)
  const formatTime = useFormatTime()
  const now = useServerNow(60_000)
  const encounterClass = classes.find((candidate) => candidate === row.class.toUpperCase())
  const status = statuses.find((candidate) => candidate === row.status)
  const isInProgress = row.status === 'in-progress'
  const day = isInProgress && row.startAt ? Math.floor((now - Date.parse(row.startAt)) / DAY_MS) + 1 : null
  return (
    <li>
      <ListRow
        secondary={[row.type, row.reason, row.location, row.attending]
          .filter((part) => part !== null && part !== '')
          .map((part, index) => (
            <span key={part}>
              {index > 0 && ' · '}
              <bdi>{part}</bdi>
            </span>
          ))}
        trailing={<StatusChip tone={isInProgress ? 'ok' : 'neutral'}>{status ? t(status) : t('unknownStatus')}</StatusChip>}
      >
        {encounterClass ? t(encounterClass) : t('otherEncounter')}{' '}
        <Clin>
          {row.startAt
            ? row.endAt
              ? `${formatTime(row.startAt)} – ${formatTime(row.endAt)}`
              : formatTime(row.startAt)
            : t('startNotRecorded')}
        </Clin>
        {day !== null && <> · {t('dayOfStay', { count: day })}</>}
      </ListRow>
    </li>
  )
}
