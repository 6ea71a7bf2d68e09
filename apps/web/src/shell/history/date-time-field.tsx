import TextField from '@mui/material/TextField'
import { useFacility, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { parseDateTime } from '../../time/wall-time.ts'
import { historyTexts } from './texts.ts'

/** Events within the chosen minute are included. */
const REST_OF_THE_MINUTE_MS = 59_999

interface MomentFieldProps {
  /** Time at the slider's position. */
  readonly at: string
  readonly onChange: (at: string) => void
}

/** Date and time in the product's format; a native field would follow the browser's locale, for example month first. */
export function DateTimeField({ at, onChange }: MomentFieldProps) {
  const t = useTexts(historyTexts)
  const formats = useFormats()
  const { timeZone } = useFacility()
  const [input, setInput] = useState(() => formats.dateTime(at))
  const value = parseDateTime(input, timeZone)
  const commit = () => {
    if (value && input !== formats.dateTime(at)) onChange(new Date(Date.parse(value) + REST_OF_THE_MINUTE_MS).toISOString())
  }
  return (
    <TextField
      size="small"
      value={input}
      error={value === null}
      onChange={(event) => setInput(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      slotProps={{ htmlInput: { 'aria-label': t('dateTime'), dir: 'ltr', title: t('dateTime'), 'aria-invalid': value === null } }}
      sx={{ inlineSize: 160, flex: 'none', bgcolor: 'background.paper', borderRadius: 1 }}
    />
  )
}
