import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import { frequencies } from '@wardline/events'
import { fmtDoseNumber, toLatinDigits } from '@wardline/ui'
import { Controller } from 'react-hook-form'
import { routeName, sigLanguages } from '../../../clinical/sig.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { PriorityChoice } from '../../../ordering/priority-choice.tsx'
import { texts } from '../texts.ts'
import { type Drug, NEEDS_LIMIT } from './prescription.ts'
import { FreeTextFormField, type PrescriptionControl, SelectField } from './prescription-field.tsx'

export interface PrescriptionFieldsProps {
  readonly drug: Drug
  readonly control: PrescriptionControl
}

/** Returns the dose in safe notation if only the notation is wrong (`5.0` → `5`, `.5` → `0.5`), else null. */
const correctedDose = (text: string): string | null => {
  const formatted = fmtDoseNumber(text).replaceAll(',', '')
  return /^\d+(\.\d+)?$/.test(formatted) && formatted !== text.trim() ? formatted : null
}

/** Fields in fixed order: dose, unit, route, frequency, duration, as needed, indication (MED-2). */
export function PrescriptionFields({ drug, control }: PrescriptionFieldsProps) {
  const t = useTexts(texts)
  const { language } = useLanguage()
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(6, minmax(0, 1fr))', columnGap: 2, rowGap: 3, alignItems: 'start' }}>
      <Box sx={{ gridColumn: 'span 2' }}>
        <Controller
          name="value"
          control={control}
          render={({ field, fieldState }) => (
            <TextField
              label={t('dose')}
              required
              value={field.value}
              inputRef={field.ref}
              // Converts Arabic-Indic digits while typing, so that the signed text is the displayed text (AR-4).
              onChange={(event) => field.onChange(toLatinDigits(event.target.value))}
              onBlur={field.onBlur}
              error={fieldState.invalid}
              helperText={fieldState.invalid ? doseHelp(field.value, t) : undefined}
              slotProps={{ htmlInput: { inputMode: 'decimal', dir: 'ltr', autoComplete: 'off', maxLength: 12 } }}
            />
          )}
        />
      </Box>
      <SelectField name="unit" span={2} label={t('unit')} control={control} options={drug.doseUnits.map((unit) => [unit, unit])} />
      <SelectField
        name="route"
        span={2}
        label={t('route')}
        control={control}
        options={drug.routes.map((route) => [route, routeName(route, language)])}
      />
      <SelectField
        name="frequency"
        span={4}
        label={t('frequency')}
        control={control}
        options={frequencies.map((frequency) => [frequency, sigLanguages[language].frequencies[frequency]])}
      />
      <Box sx={{ gridColumn: 'span 2' }}>
        <Controller
          name="days"
          control={control}
          render={({ field, fieldState }) => (
            <TextField
              label={t('duration')}
              value={field.value}
              inputRef={field.ref}
              onChange={(event) => field.onChange(toLatinDigits(event.target.value).trim())}
              onBlur={field.onBlur}
              error={fieldState.invalid}
              placeholder={t('durationHint')}
              helperText={fieldState.invalid ? t(fieldState.error?.message === NEEDS_LIMIT ? 'needsLimit' : 'wholeDays') : undefined}
              slotProps={{
                inputLabel: { shrink: true },
                htmlInput: { inputMode: 'numeric', dir: field.value === '' ? 'auto' : 'ltr', autoComplete: 'off', maxLength: 3 },
              }}
            />
          )}
        />
      </Box>
      {drug.timeLimited && (
        <>
          <Box sx={{ gridColumn: 'span 4', alignSelf: 'center', color: 'muted', fontSize: 12 }}>{t(`limited_${drug.timeLimited}`)}</Box>
          <Box sx={{ gridColumn: 'span 2' }}>
            <ReviewDays control={control} />
          </Box>
        </>
      )}
      <Controller
        name="asNeeded"
        control={control}
        render={({ field }) => (
          <FormControlLabel
            sx={{ gridColumn: 'span 3' }}
            control={<Switch checked={field.value} onChange={(_, checked) => field.onChange(checked)} />}
            label={t('asNeededSwitch')}
          />
        )}
      />
      <Box sx={{ gridColumn: 'span 3' }}>
        <Controller
          name="asNeeded"
          control={control}
          render={({ field: { value: asNeeded } }) =>
            asNeeded ? (
              <FreeTextFormField
                name="asNeededReason"
                kind="medication"
                label={t('asNeededReason')}
                control={control}
                maxLength={200}
                required
              />
            ) : (
              <Box sx={{ height: 34 }} />
            )
          }
        />
      </Box>
      <Box sx={{ gridColumn: '1 / -1' }}>
        <FreeTextFormField name="indication" kind="freeText" label={t('indication')} control={control} maxLength={200} required />
      </Box>
      <Box sx={{ gridColumn: '1 / -1' }}>
        <FreeTextFormField name="note" kind="freeText" label={t('note')} control={control} maxLength={2000} />
      </Box>
      <Box sx={{ gridColumn: '1 / -1' }}>
        <Controller
          name="priority"
          control={control}
          render={({ field }) => (
            <PriorityChoice label={t('priorityOf', { medicine: drug.generic })} value={field.value} onChange={field.onChange} />
          )}
        />
      </Box>
    </Box>
  )
}

/** Review period in days, an alternative to a duration (ORD-6). */
function ReviewDays({ control }: { readonly control: PrescriptionControl }) {
  const t = useTexts(texts)
  return (
    <Controller
      name="review"
      control={control}
      render={({ field, fieldState }) => (
        <TextField
          label={t('reviewDays')}
          value={field.value}
          inputRef={field.ref}
          onChange={(event) => field.onChange(toLatinDigits(event.target.value).trim())}
          onBlur={field.onBlur}
          error={fieldState.invalid}
          helperText={fieldState.invalid ? t('reviewWithin') : undefined}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { inputMode: 'numeric', dir: 'ltr', autoComplete: 'off', maxLength: 2 } }}
        />
      )}
    />
  )
}

const doseHelp = (text: string, t: ReturnType<typeof useTexts<(typeof texts)['en']>>): string => {
  const dose = correctedDose(text)
  return dose === null ? t('doseNumber') : t('doseWrite', { dose })
}
