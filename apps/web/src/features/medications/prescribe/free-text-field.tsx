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
  /** `medication` rejects every banned notation; `freeText` only warns about ambiguous ones. */
  readonly kind: 'medication' | 'freeText'
  readonly required?: boolean
  readonly error?: string | null
  readonly maxLength: number
}

/** Free-text field that names error-prone notation and offers to replace it (FMT-5). */
export function FreeTextField({ label, value, onChange, onBlur, kind, required = false, error = null, maxLength }: FreeTextFieldProps) {
  const t = useTexts(texts)
  const [notation] = bannedNotations(value, kind)
  const canReplace = notation && !/ or |the number/.test(notation.instead)
  return (
    <Box>
      <TextField
        label={label}
        value={value}
        required={required}
        error={error !== null || notation?.severity === 'reject'}
        color={notation ? 'warning' : undefined}
        helperText={notation ? t('writeInstead', { found: notation.found, instead: notation.instead }) : error}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        slotProps={{ htmlInput: { dir: 'auto', maxLength } }}
      />
      {canReplace && (
        <Button
          sx={{ marginBlockStart: 1 }}
          onClick={() => onChange(value.slice(0, notation.at) + notation.instead + value.slice(notation.at + notation.found.length))}
        >
          {t('replace', { found: notation.found })}
        </Button>
      )}
    </Box>
  )
}
