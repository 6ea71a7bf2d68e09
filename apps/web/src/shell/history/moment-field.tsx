import TextField from '@mui/material/TextField'
import { useFacility, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { momentTyped } from '../../time/wall-time.ts'
import { historyTexts } from './texts.ts'

/** What happened within the minute that was chosen belongs to it. */
const REST_OF_THE_MINUTE_MS = 59_999

interface MomentFieldProps {
  /** Where the slider stands. */
  readonly at: string
  readonly onMoment: (at: string) => void
}

/** Date and time, written as everywhere in the product: a browser's own field would put the month first for some. */
export function MomentField({ at, onMoment }: MomentFieldProps) {
  const t = useTexts(historyTexts)
  const formats = useFormats()
  const { timeZone } = useFacility()
  const [typed, setTyped] = useState(() => formats.dateTime(at))
  const moment = momentTyped(typed, timeZone)
  const commit = () => {
    if (moment && typed !== formats.dateTime(at)) onMoment(new Date(Date.parse(moment) + REST_OF_THE_MINUTE_MS).toISOString())
  }
  return (
    <TextField
      size="small"
      value={typed}
      error={moment === null}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      slotProps={{ htmlInput: { 'aria-label': t('dateTime'), dir: 'ltr', title: t('dateTime'), 'aria-invalid': moment === null } }}
      sx={{ inlineSize: 160, flex: 'none', bgcolor: 'background.paper', borderRadius: 1 }}
    />
  )
}
