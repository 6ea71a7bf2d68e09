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

/** The stay that is going on and the last before it; all others by their number. */
const SHOWN = 3
const DAY_MS = 86_400_000

export function EncountersCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const list = useEncounters(patientId)
  const [all, setAll] = useState(false)
  const current = list.rows.filter(({ status }) => status === 'in-progress')
  const rows = [...current, ...list.rows.filter(({ status }) => status !== 'in-progress')]
  const more = rows.length - SHOWN

  return (
    <ListCard
      title={t('encounters')}
      count={rows.length > 0 && (list.hasMore ? `${rows.length}+` : rows.length)}
      list={list}
      expected={3}
      empty={<Empty title={t('noEncounters')} />}
    >
      <Box component="ul" aria-label={t('encounters')} sx={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {(all ? rows : rows.slice(0, SHOWN)).map((row) => (
          <Encounter key={row.id} row={row} />
        ))}
      </Box>
      <Box sx={{ display: 'flex', gap: 2, padding: 1 }}>
        {more > 0 && (
          <Button variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('showFewer') : t('earlierEncounters', { count: more })}
          </Button>
        )}
        {all && list.hasMore && (
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
  const when = useFormatTime()
  const now = useServerNow(60_000)
  const kind = classes.find((known) => known === row.class.toUpperCase())
  const status = statuses.find((known) => known === row.status)
  const going = row.status === 'in-progress'
  const day = going && row.startAt ? Math.floor((now - Date.parse(row.startAt)) / DAY_MS) + 1 : null
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
        trailing={<StatusChip tone={going ? 'ok' : 'neutral'}>{status ? t(status) : t('unknownStatus')}</StatusChip>}
      >
        {kind ? t(kind) : t('otherEncounter')}{' '}
        <Clin>{row.startAt ? (row.endAt ? `${when(row.startAt)} – ${when(row.endAt)}` : when(row.startAt)) : t('startNotRecorded')}</Clin>
        {day !== null && <> · {t('dayOfStay', { count: day })}</>}
      </ListRow>
    </li>
  )
}
