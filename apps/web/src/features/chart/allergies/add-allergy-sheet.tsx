import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { type AddAllergy, addAllergyInput, type PatientId } from '@wardline/events'
import { Sheet } from '@wardline/ui'
import { Controller, useWatch } from 'react-hook-form'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { useDraftForm } from '../forms/use-draft-form.ts'
import { chartTexts } from '../texts.ts'

const schema = addAllergyInput.pick({ substance: true, type: true, criticality: true, reaction: true, severity: true })
type Entry = Pick<AddAllergy, 'substance' | 'type' | 'criticality' | 'reaction' | 'severity'>

const empty: Entry = { substance: '', type: 'allergy', criticality: 'unable-to-assess', reaction: null, severity: null }

export interface AddAllergySheetProps {
  patientId: PatientId
  patient: NamedPatient
  onClose: () => void
}

/** Form for an allergy: substance and criticality, and separately the past reaction with its severity (CHT-4). */
export function AddAllergySheet({ patientId, patient: { identity, place }, onClose }: AddAllergySheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const { run, busy, problem } = useCommand(trpc.allergies.add, { patient: identity, describe: ({ substance }) => substance })
  const { register, control, handleSubmit, errors, discard } = useDraftForm<Entry>('allergy', patientId, schema, empty)
  const reaction = useWatch({ control, name: 'reaction' })

  const commit = handleSubmit(async (entry) => {
    // Severity describes the reaction; without a reaction it is dropped.
    const { outcome } = await run({ patientId, code: null, ...entry, severity: entry.reaction ? entry.severity : null })
    if (outcome !== 'applied' && outcome !== 'notSent') return
    discard()
    onClose()
  })

  const selectField = <Name extends 'type' | 'criticality' | 'severity'>(
    name: Name,
    label: string,
    options: readonly (readonly [value: NonNullable<Entry[Name]> | '', words: string])[],
    disabled = false,
  ) => (
    <Controller
      name={name}
      control={control}
      render={({ field }) => (
        <TextField
          select
          label={label}
          disabled={disabled}
          {...field}
          value={field.value ?? ''}
          onChange={(event) => field.onChange(event.target.value === '' ? null : event.target.value)}
        >
          {options.map(([value, optionLabel]) => (
            <MenuItem key={value} value={value}>
              {optionLabel}
            </MenuItem>
          ))}
        </TextField>
      )}
    />
  )

  return (
    <Sheet
      open
      title={t('addAllergy')}
      patient={identity}
      place={place}
      commitLabel={t('addAllergyFor', { name: identity.name })}
      busy={busy}
      error={problem && describeProblem(problem)}
      onCommit={() => void commit()}
      onClose={onClose}
    >
      <Box component="form" onSubmit={commit} sx={{ display: 'grid', gap: 3, paddingBlockStart: 2 }}>
        <TextField
          label={t('substance')}
          required
          autoFocus
          error={Boolean(errors.substance)}
          helperText={t('substanceHint')}
          slotProps={{ htmlInput: { dir: 'auto', autoComplete: 'off' } }}
          {...register('substance')}
        />
        <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 3 }}>
          {selectField('type', t('kind'), [
            ['allergy', t('allergy')],
            ['intolerance', t('intolerance')],
          ])}
          {selectField('criticality', t('criticality'), [
            ['unable-to-assess', t('criticalityUnknown')],
            ['high', t('criticalityHigh')],
            ['low', t('criticalityLow')],
          ])}
          <TextField
            label={t('reaction')}
            helperText={t('reactionHint')}
            slotProps={{ htmlInput: { dir: 'auto', autoComplete: 'off' } }}
            {...register('reaction', { setValueAs: (text: string | null) => (text?.trim() ? text.trim() : null) })}
          />
          {selectField(
            'severity',
            t('severity'),
            [
              ['', t('severityUnknown')],
              ['severe', t('severe')],
              ['moderate', t('moderate')],
              ['mild', t('mild')],
            ],
            !reaction,
          )}
        </Box>
        <input type="submit" hidden />
      </Box>
    </Sheet>
  )
}
