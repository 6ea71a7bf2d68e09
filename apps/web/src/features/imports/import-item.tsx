import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import { Clin, fmtElapsed, StatusChip, type Tone, useFormats, useServerNow } from '@wardline/ui'
import { useId, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { rateOf } from './rate.ts'
import { RejectedTable } from './rejected-table.tsx'
import { importTexts } from './texts.ts'
import type { ImportRow } from './types.ts'

const tones = { waiting: 'neutral', surveying: 'info', running: 'info', done: 'ok', failed: 'crit' } as const satisfies Record<
  ImportRow['state'],
  Tone
>

/** One import: state, progress, rate, counts and rejected resources. */
export function ImportItem({ row }: { row: ImportRow }) {
  const t = useTexts(importTexts)
  const formats = useFormats()
  const titleId = useId()
  const [open, setOpen] = useState(false)
  const { counts, total, files, state } = row
  const names = files.length > 3 ? `${files.slice(0, 3).join(', ')} +${files.length - 3}` : files.join(', ')

  return (
    <Box
      component="article"
      aria-labelledby={titleId}
      sx={{ border: 1, borderColor: 'line', borderRadius: 1, bgcolor: 'background.paper', padding: 3, display: 'grid', gap: 2 }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
        <Box id={titleId} component="h3" sx={{ margin: 0, fontSize: 13, fontWeight: 640 }}>
          <bdi>{names}</bdi>
        </Box>
        <StatusChip tone={tones[state]}>{t(state)}</StatusChip>
        {row.dryRun && <StatusChip tone="warn">{t('checked')}</StatusChip>}
        <Box sx={{ flex: 1 }} />
        <Box sx={{ color: 'muted', fontSize: 12 }}>
          {t('by', { name: row.by })} · <Clin>{formats.dateTime(row.startedAt)}</Clin>
        </Box>
      </Box>
      {row.finishedAt === null && total !== null && <Progress row={row} total={total} />}
      <Box component="dl" sx={{ margin: 0, display: 'flex', flexWrap: 'wrap', gap: 5 }}>
        <Figure label={t('created')} value={counts.created} />
        <Figure label={t('updated')} value={counts.updated} />
        <Figure label={t('unchanged')} value={counts.unchanged} />
        <Figure label={t('setAside')} value={counts.failed} tone={counts.failed > 0 ? 'warn.main' : undefined} />
      </Box>
      {row.trouble && <Box sx={{ color: 'crit.main' }}>{row.trouble}</Box>}
      {counts.failed > 0 && (
        <Box>
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('close') : t('open')}
          </Button>
          {open && <RejectedTable importId={row.importId} />}
        </Box>
      )}
    </Box>
  )
}

function Progress({ row, total }: { row: ImportRow; total: number }) {
  const t = useTexts(importTexts)
  const { perSecond, remainingMs } = rateOf(row, useServerNow())
  const parts = [
    t('progress', { done: row.counts.read, total }),
    t('rate', { rate: Math.round(perSecond) }),
    ...(remainingMs === null ? [] : [t('left', { time: fmtElapsed(remainingMs) })]),
  ]
  return (
    <div>
      <LinearProgress variant="determinate" value={total > 0 ? (row.counts.read / total) * 100 : 0} aria-label={parts[0]} />
      <Box sx={{ color: 'muted', fontSize: 12 }}>{parts.join(' · ')}</Box>
    </div>
  )
}

function Figure({ label, value, tone }: { label: string; value: number; tone?: string | undefined }) {
  return (
    <div>
      <Box component="dt" sx={{ color: 'muted', fontSize: 11.5 }}>
        {label}
      </Box>
      <Box component="dd" sx={{ margin: 0, fontWeight: 620, color: tone }}>
        <Clin>{value.toLocaleString('en-GB')}</Clin>
      </Box>
    </div>
  )
}
