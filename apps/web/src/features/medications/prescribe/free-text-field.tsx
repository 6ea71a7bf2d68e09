import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { bannedNotations } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'

export interface FreeTextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  /** A field of the instruction refuses what other texts only warn about. */
  readonly kind: 'medication' | 'freeText'
  readonly required?: boolean
  readonly error?: string | null
  readonly maxLength: number
}

/** Words beside a dose. What is misread is named with what to write instead, one key away (FMT-5). */
export function FreeTextField({ label, value, onChange, onBlur, kind, required = false, error = null, maxLength }: FreeTextFieldProps) {
  const t = useTexts(texts)
  const [found] = bannedNotations(value, kind)
  const oneMeaning = found && !/ or |the number/.test(found.instead)
  return (
    <Box>
      <TextField
        label={label}
        value={value}
        required={required}
        error={error !== null || found?.severity === 'reject'}
        color={found ? 'warning' : undefined}
        helperText={found ? t('writeInstead', { found: found.found, instead: found.instead }) : error}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        slotProps={{ htmlInput: { dir: 'auto', maxLength } }}
      />
      {oneMeaning && (
        <Button
          sx={{ marginBlockStart: 1 }}
          onClick={() => onChange(value.slice(0, found.at) + found.instead + value.slice(found.at + found.found.length))}
        >
          {t('replace', { found: found.found })}
        </Button>
      )}
    </Box>
  )
}
