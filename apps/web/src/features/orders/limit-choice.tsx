import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useServerNow } from '@wardline/ui'
import { useTexts } from '../../lib/texts.ts'
import { useWhen } from '../../lib/use-when.ts'
import { composingTexts } from './composing-texts.ts'
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
  const when = useWhen()
  const spans = useSpans()
  const now = useServerNow(30_000)
  const label = t(limit.kind === 'stop' ? 'stopAfter' : 'reviewAfter')
  return (
    <TextField
      select
      label={label}
      value={hours}
      helperText={t('signedNow', { at: when(hoursFromNow(hours, now)) })}
      onChange={(event) => onChange(Number(event.target.value))}
      slotProps={{ select: { SelectDisplayProps: { 'aria-label': `${label}: ${about}, ${spans(hours)}` } } }}
    >
      {hoursOffered(limit).map((each) => (
        <MenuItem key={each} value={each}>
          {spans(each)}
        </MenuItem>
      ))}
    </TextField>
  )
}
