import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { useServerNow, visuallyHidden } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { composingTexts } from './compose-texts.ts'
import type { DraftedOrderable } from './draft.ts'
import { hoursFromNow, hoursOffered, useSpans } from './limit.ts'

export interface LimitChoiceProps {
  readonly about: string
  readonly limit: NonNullable<DraftedOrderable['limit']>
  readonly hours: number
  readonly onChange: (hours: number) => void
}

/** After how long the order stops or is looked at again; never without one (ORD-6). */
export function LimitChoice({ about, limit, hours, onChange }: LimitChoiceProps) {
  const t = useTexts(composingTexts)
  const when = useFormatTime()
  const spans = useSpans()
  const now = useServerNow(30_000)
  return (
    <TextField
      select
      label={
        <>
          {t(limit.kind === 'stop' ? 'stopAfter' : 'reviewAfter')}
          <Box component="span" sx={visuallyHidden}>
            {': '}
            {about}
          </Box>
        </>
      }
      value={hours}
      helperText={t('signedNow', { at: when(hoursFromNow(hours, now)) })}
      // The browser's own list: ours would take Ctrl Enter, which belongs to the sign sheet (ORD-12).
      slotProps={{ select: { native: true } }}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {hoursOffered(limit).map((each) => (
        <option key={each} value={each}>
          {spans(each)}
        </option>
      ))}
    </TextField>
  )
}
