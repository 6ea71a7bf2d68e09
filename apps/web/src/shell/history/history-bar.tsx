import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { Clin, Failed, KeyHint, useFormats } from '@wardline/ui'
import { History as HistoryIcon, SkipBack, SkipForward } from 'lucide-react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { DateTimeField } from './date-time-field.tsx'
import { categoryOf, historyTexts } from './texts.ts'
import { TimeSlider } from './time-slider.tsx'
import { indexAt } from './timeline-marks.ts'
import type { History } from './use-history.ts'

/** Marks the chart below as historical, and steps through the patient's events. */
export function HistoryBar({ history }: { history: History }) {
  const t = useTexts(historyTexts)
  const formats = useFormats()
  const { marks, index, snapshot, goTo, close } = history
  const mark = marks[index]
  useKeys([{ keys: 'Escape', label: t('toNow'), group: t('history'), run: close }])

  const shownAt = snapshot?.recordedAt ?? mark?.at ?? null
  const at = shownAt ? formats.dateTime(shownAt, { seconds: true }) : ''
  const category = mark ? t(categoryOf(mark.type)) : ''
  const position = { what: category, number: index + 1, count: marks.length }

  return (
    <Box
      component="section"
      aria-label={t('title')}
      sx={{
        flex: 'none',
        display: 'grid',
        rowGap: 1,
        padding: '8px 14px',
        color: 'text.primary',
        bgcolor: 'warn.bg',
        borderBlock: '2px solid',
        borderColor: 'warn.main',
        backgroundImage: 'repeating-linear-gradient(135deg, rgba(127,127,127,.10) 0 6px, transparent 6px 14px)',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5 }}>
        <Box sx={{ display: 'inline-flex', color: 'warn.main' }}>
          <HistoryIcon size={18} aria-hidden />
        </Box>
        <Box component="strong" role="status" sx={{ color: 'warn.main', fontSize: 14, fontWeight: 680, whiteSpace: 'nowrap' }}>
          {at ? <TextWithValue text={t('asOf', { at: '\u0000' })} value={at} /> : t('loading')}
        </Box>
        {mark && <Box sx={{ fontSize: 12, whiteSpace: 'nowrap' }}>{t('event', position)}</Box>}
        <Box sx={{ flex: 1, minWidth: 0, color: 'muted', fontSize: 11.5, textAlign: 'end' }}>{t('hint')}</Box>
        <Button variant="contained" color="primary" onClick={close} sx={{ flex: 'none' }}>
          {t('toNow')}
          <KeyHint keys="Esc" />
        </Button>
      </Box>
      {history.status === 'failed' ? (
        <Failed reference={null} onRetry={history.retry} />
      ) : marks.length === 0 ? (
        <Box sx={{ minHeight: 40, fontSize: 12, color: 'muted' }}>{history.status === 'loading' ? t('loading') : t('empty')}</Box>
      ) : (
        <Box sx={{ display: 'flex', alignItems: 'end', gap: 2 }}>
          <Box dir="ltr" sx={{ display: 'flex', flex: 1, alignItems: 'end', gap: 1.5, minWidth: 0 }}>
            <Step label={t('earlier')} icon={<SkipBack size={15} />} disabled={index === 0} onClick={() => goTo(index - 1)} />
            <TimeSlider
              marks={marks}
              index={index}
              label={t('slider')}
              valueText={t('moment', { at: mark ? formats.dateTime(mark.at, { seconds: true }) : '', ...position })}
              onChange={goTo}
            />
            <Step
              label={t('later')}
              icon={<SkipForward size={15} />}
              disabled={index === marks.length - 1}
              onClick={() => goTo(index + 1)}
            />
          </Box>
          {mark && <DateTimeField key={mark.seq} at={mark.at} onChange={(moment) => goTo(indexAt(marks, moment))} />}
        </Box>
      )}
    </Box>
  )
}

/** A sentence with a value that keeps its own direction. */
function TextWithValue({ text, value }: { text: string; value: string }) {
  const [before, after] = text.split('\u0000')
  return (
    <>
      {before}
      <Clin>{value}</Clin>
      {after}
    </>
  )
}

function Step({ label, icon, disabled, onClick }: { label: string; icon: React.ReactNode; disabled: boolean; onClick: () => void }) {
  return (
    <IconButton size="small" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {icon}
    </IconButton>
  )
}
