import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { type Control, Controller } from 'react-hook-form'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'
import { FreeTextField } from './free-text-field.tsx'
import type { PrescriptionEntry, PrescriptionForm } from './prescription.ts'

export type PrescriptionControl = Control<PrescriptionEntry, unknown, PrescriptionForm>

interface SelectFieldProps {
  readonly name: 'unit' | 'route' | 'frequency'
  readonly label: string
  readonly span: number
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly control: PrescriptionControl
}

/** Select field with the values that the product allows. */
export function SelectField({ name, label, span, options, control }: SelectFieldProps) {
  const t = useTexts(texts)
  return (
    <Box sx={{ gridColumn: `span ${span}` }}>
      <Controller
        name={name}
        control={control}
        render={({ field, fieldState }) => (
          <TextField
            select
            required
            label={label}
            value={field.value}
            inputRef={field.ref}
            onChange={field.onChange}
            onBlur={field.onBlur}
            error={fieldState.invalid}
            helperText={fieldState.invalid ? t('required') : undefined}
          >
            {options.map(([value, optionLabel]) => (
              <MenuItem key={value} value={value}>
                {optionLabel}
              </MenuItem>
            ))}
          </TextField>
        )}
      />
    </Box>
  )
}

interface FreeTextFormFieldProps {
  readonly name: 'asNeededReason' | 'indication' | 'note'
  readonly kind: 'medication' | 'freeText'
  readonly label: string
  readonly maxLength: number
  readonly required?: boolean
  readonly control: PrescriptionControl
}

export function FreeTextFormField({ name, kind, label, maxLength, required = false, control }: FreeTextFormFieldProps) {
  const t = useTexts(texts)
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <FreeTextField
          label={label}
          kind={kind}
          value={field.value}
          required={required}
          onChange={field.onChange}
          onBlur={field.onBlur}
          error={fieldState.invalid && field.value.trim() === '' ? t('required') : null}
          maxLength={maxLength}
        />
      )}
    />
  )
}
