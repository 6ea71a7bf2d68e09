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
import type { PreviousValue } from './vitals.ts'
import type { FieldIssue } from './vitals-entry.ts'

export interface SignFieldProps {
  sign: VitalSign
  value: string
  previous: PreviousValue | null
  issue: FieldIssue | null
  isConfirmed: boolean
  inputRef: Ref<HTMLInputElement>
  onChange: (text: string) => void
  onBlur: () => void
  onConfirm: (isConfirmed: boolean) => void
}

const rangeOf = ([low, high]: readonly [number, number]) => `${low}–${high}`

/** Field for one vital sign with fixed unit, previous value and range check (CHT-8). */
export function SignField({ sign, value, previous, issue, isConfirmed, inputRef, onChange, onBlur, onConfirm }: SignFieldProps) {
  const t = useTexts(chartTexts)
  const formatTime = useFormatTime()
  const { unit, hard, soft } = vitalSigns[sign]
  const text = `${value} ${unit}`
  const messages = {
    notANumber: () => t('notANumber', { example: String(soft[1]) }),
    impossible: () => t('impossible', { value: text, range: rangeOf(hard) }),
    unusual: () => t('unusual', { value: text, range: rangeOf(soft) }),
    pairMissing: () => t('pairMissing'),
    crossed: () => t('crossed'),
  }
  const isInvalid = issue !== null && issue !== 'unusual'

  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: 3, alignItems: 'center' }}>
      <TextField
        label={t(sign)}
        value={value}
        error={isInvalid}
        color={issue === 'unusual' ? 'warning' : undefined}
        focused={issue === 'unusual' && !isConfirmed ? true : undefined}
        helperText={issue && messages[issue]()}
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
        {previous ? t('previously', { value: `${previous.value} ${unit}`, time: formatTime(previous.at) }) : t('noPrevious')}
        {issue === 'unusual' && (
          <FormControlLabel
            sx={{ display: 'flex', color: 'text.primary' }}
            control={<Checkbox checked={isConfirmed} onChange={(event) => onConfirm(event.target.checked)} />}
            label={t('unusualConfirm', { value: text })}
          />
        )}
      </Box>
    </Box>
  )
}
