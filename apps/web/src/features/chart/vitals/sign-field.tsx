import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { type VitalSign, vitalSigns } from '@wardline/events'
import { Clin } from '@wardline/ui'
import type { Ref } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { chartTexts } from '../texts.ts'
import type { Previous } from './vitals.ts'
import type { FieldTrouble } from './vitals-entry.ts'

export interface SignFieldProps {
  sign: VitalSign
  value: string
  previous: Previous | null
  trouble: FieldTrouble | null
  confirmed: boolean
  inputRef: Ref<HTMLInputElement>
  onChange: (typed: string) => void
  onBlur: () => void
  onConfirm: (confirmed: boolean) => void
}

const rangeOf = ([low, high]: readonly [number, number]) => `${low}–${high}`

/** One sign: its unit is fixed, the value before stands beside it, and limits speak at the field (CHT-8). */
export function SignField({ sign, value, previous, trouble, confirmed, inputRef, onChange, onBlur, onConfirm }: SignFieldProps) {
  const t = useTexts(chartTexts)
  const when = useFormatTime()
  const { unit, hard, soft } = vitalSigns[sign]
  const typed = `${value} ${unit}`
  const words = {
    notANumber: () => t('notANumber', { example: String(soft[1]) }),
    impossible: () => t('impossible', { value: typed, range: rangeOf(hard) }),
    unusual: () => t('unusual', { value: typed, range: rangeOf(soft) }),
    pairMissing: () => t('pairMissing'),
    crossed: () => t('crossed'),
  }
  const wrong = trouble !== null && trouble !== 'unusual'

  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: 3, alignItems: 'center' }}>
      <TextField
        label={t(sign)}
        value={value}
        error={wrong}
        color={trouble === 'unusual' ? 'warning' : undefined}
        focused={trouble === 'unusual' && !confirmed ? true : undefined}
        helperText={trouble && words[trouble]()}
        inputRef={inputRef}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        slotProps={{
          htmlInput: { inputMode: 'decimal', autoComplete: 'off', dir: 'ltr' },
          input: {
            endAdornment: (
              <InputAdornment position="end">
                <Clin>{unit}</Clin>
              </InputAdornment>
            ),
          },
        }}
      />
      <Box sx={{ color: 'muted', fontSize: 12 }}>
        {previous ? t('previously', { value: `${previous.value} ${unit}`, time: when(previous.at) }) : t('noPrevious')}
        {trouble === 'unusual' && (
          <FormControlLabel
            sx={{ display: 'flex', color: 'text.primary' }}
            control={<Checkbox checked={confirmed} onChange={(event) => onConfirm(event.target.checked)} />}
            label={t('unusualConfirm', { value: typed })}
          />
        )}
      </Box>
    </Box>
  )
}
