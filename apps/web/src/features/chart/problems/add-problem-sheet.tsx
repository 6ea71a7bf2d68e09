import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { addProblemInput, type PatientId } from '@wardline/events'
import { Sheet, toLatinDigits } from '@wardline/ui'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { useDraftForm } from '../forms/use-draft-form.ts'
import { chartTexts } from '../texts.ts'

const schema = addProblemInput.pick({ text: true, onset: true })
export interface AddProblemSheetProps {
  patientId: PatientId
  patient: NamedPatient
  onClose: () => void
}

/** Form for a problem as free text, with a full or partial onset date. */
export function AddProblemSheet({ patientId, patient: { identity, place }, onClose }: AddProblemSheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const { run, busy, problem } = useCommand(trpc.problems.add, { patient: identity, describe: ({ text }) => text })
  const { register, handleSubmit, errors, discard } = useDraftForm('problem', patientId, schema, { text: '', onset: null })

  const commit = handleSubmit(async ({ text, onset }) => {
    const { outcome } = await run({ patientId, code: null, text, onset })
    if (outcome !== 'applied' && outcome !== 'notSent') return
    discard()
    onClose()
  })

  return (
    <Sheet
      open
      title={t('addProblem')}
      patient={identity}
      place={place}
      commitLabel={t('addProblemFor', { name: identity.name })}
      busy={busy}
      error={problem && describeProblem(problem)}
      onCommit={() => void commit()}
      onClose={onClose}
    >
      <Box component="form" onSubmit={commit} sx={{ display: 'grid', gap: 3, paddingBlockStart: 2 }}>
        <TextField
          label={t('problemName')}
          required
          autoFocus
          error={Boolean(errors.text)}
          helperText={t('problemNameHint')}
          slotProps={{ htmlInput: { dir: 'auto', autoComplete: 'off' } }}
          {...register('text')}
        />
        <TextField
          label={t('onset')}
          error={Boolean(errors.onset)}
          helperText={errors.onset ? t('notADate') : t('onsetHint')}
          slotProps={{ htmlInput: { dir: 'ltr', autoComplete: 'off', inputMode: 'numeric' } }}
          {...register('onset', { setValueAs: (text: string | null) => (text?.trim() ? toLatinDigits(text.trim()) : null) })}
        />
        <input type="submit" hidden />
      </Box>
    </Sheet>
  )
}
