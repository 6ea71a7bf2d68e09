import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { useServerNow, visuallyHidden } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { composingTexts } from './compose-texts.ts'
import type { DraftOrderable } from './draft.ts'
import { hourChoicesOf, timeAfterHours, useDurationText } from './limit.ts'

export interface LimitChoiceProps {
  readonly itemName: string
  readonly limit: NonNullable<DraftOrderable['limit']>
  readonly hours: number
  readonly onChange: (hours: number) => void
}

/** Field for the time after which the order stops or is due for review; it has no empty choice (ORD-6). */
export function LimitChoice({ itemName, limit, hours, onChange }: LimitChoiceProps) {
  const t = useTexts(composingTexts)
  const formatTime = useFormatTime()
  const durationText = useDurationText()
  const now = useServerNow(30_000)
  return (
    <TextField
      select
      label={
        <>
          {t(limit.kind === 'stop' ? 'stopAfter' : 'reviewAfter')}
          <Box component="span" sx={visuallyHidden}>
            {': '}
            {itemName}
          </Box>
        </>
      }
      value={hours}
      helperText={t('signedNow', { at: formatTime(timeAfterHours(hours, now)) })}
      // Native select: the MUI list would capture Ctrl+Enter, which opens the sign sheet (ORD-12).
      slotProps={{ select: { native: true } }}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {hourChoicesOf(limit).map((choice) => (
        <option key={choice} value={choice}>
          {durationText(choice)}
        </option>
      ))}
    </TextField>
  )
}
