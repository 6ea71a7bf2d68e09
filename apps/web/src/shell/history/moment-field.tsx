import TextField from '@mui/material/TextField'
import { useFacility, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { momentTyped } from '../../time/wall-time.ts'
import { historyTexts } from './texts.ts'

/** Events within the chosen minute are included. */
const REST_OF_THE_MINUTE_MS = 59_999

interface MomentFieldProps {
  /** Time at the slider's position. */
  readonly at: string
  readonly onMoment: (at: string) => void
}

/** Date and time in the product's format; a native field would follow the browser's locale, for example month first. */
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
