import { zodResolver } from '@hookform/resolvers/zod'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import type { MedicationRow } from '@wardline/events'
import { fmtDose, MedicationLine, Sheet, tallMan, useFormats } from '@wardline/ui'
import { useForm, useFormState } from 'react-hook-form'
import { type Problem, useProblemText } from '../../../api/refusals.ts'
import { useMedicationLine, useSupplyUnit } from '../../../clinical/medication-line.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { itemTexts } from '../texts.ts'
import { type DispenseFormInput, type DispenseFormValues, dispenseFormSchema } from './dispense-form.ts'

export interface DispenseSheetProps {
  readonly row: MedicationRow
  readonly busy: boolean
  readonly problem: Problem | null
  readonly onDispense: (values: DispenseFormValues) => void
  readonly onClose: () => void
}

/** Dispensing form: quantity, days' supply, and a reason when already dispensed today (PHQ-16, PHQ-18). */
export function DispenseSheet({ row, busy, problem, onDispense, onClose }: DispenseSheetProps) {
  const t = useTexts(itemTexts)
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const medicineLine = useMedicationLine()
  const describeProblem = useProblemText()
  const unitName = useSupplyUnit()
  const earlierDispense = findEarlierDispense(row, problem)
  const patient = identityOf(row.patient, language)
  const { control, register, handleSubmit } = useForm<DispenseFormInput, unknown, DispenseFormValues>({
    resolver: zodResolver(dispenseFormSchema(earlierDispense !== null)),
    defaultValues: { quantity: row.supply?.value?.toString() ?? '', unit: row.supply?.unit ?? '', daysSupply: '', duplicateReason: '' },
  })
  // Not `formState`: react-hook-form mutates that object, which the React Compiler's memoisation does not detect.
  const { errors } = useFormState({ control })
  const commit = () => void handleSubmit(onDispense)()

  return (
    <Sheet
      open
      title={t('dispenseMedicine', { medicine: tallMan(row.generic) })}
      patient={patient}
      place={locationLabel.whole(row.patient)}
      commitLabel={t('dispenseFor', { patient: patient.name })}
      busy={busy}
      error={problem && !isDuplicate(problem) ? describeProblem(problem) : null}
      onCommit={commit}
      onClose={onClose}
    >
      <Box sx={{ marginBlockEnd: 3 }}>
        <MedicationLine {...medicineLine(row)} />
      </Box>
      <Box component="form" onSubmit={handleSubmit(onDispense)} sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 3 }}>
        <TextField
          label={t('quantity')}
          autoFocus
          {...register('quantity')}
          error={errors.quantity !== undefined}
          helperText={errors.quantity ? t('needsQuantity') : row.supply ? t('unitFromOrder') : ' '}
          slotProps={{
            htmlInput: { inputMode: 'decimal', dir: 'ltr' },
            // The unit comes from the order and is not editable: five vials are not five tablets.
            input: { dir: 'ltr', endAdornment: row.supply && <InputAdornment position="end">{unitName(row.supply.unit)}</InputAdornment> },
          }}
        />
        {!row.supply && (
          <TextField
            label={t('quantityUnit')}
            {...register('unit')}
            error={errors.unit !== undefined}
            slotProps={{ htmlInput: { dir: 'ltr' } }}
          />
        )}
        <TextField
          label={t('days')}
          {...register('daysSupply')}
          error={errors.daysSupply !== undefined}
          helperText={errors.daysSupply ? t('needsDays') : ' '}
          slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
        />
        {earlierDispense && (
          <Box sx={{ gridColumn: '1 / -1', display: 'grid', gap: 2 }}>
            <EarlierDispenseAlert {...earlierDispense} />
            <TextField
              label={t('duplicateWhy')}
              {...register('duplicateReason')}
              error={errors.duplicateReason !== undefined}
              helperText={errors.duplicateReason ? t('needsReason') : ' '}
              slotProps={{ htmlInput: { dir: 'auto' } }}
            />
          </Box>
        )}
        {/* Blocks submission by Enter: only the button and Ctrl+Enter commit (K-5). */}
        <button type="submit" disabled hidden />
      </Box>
    </Sheet>
  )
}

interface EarlierDispense {
  readonly by: string | null
  readonly at: string | null
  readonly quantity: string | null
}

const isDuplicate = (problem: Problem | null) => problem?.kind === 'refusal' && problem.code === 'DUPLICATE_NEEDS_REASON'

interface DuplicateRefusalDetail {
  readonly duplicates?: readonly { by: string | null; at: string | null; quantity: { value: number | null; unit: string | null } | null }[]
}

/** Returns today's earlier dispense, from the server's refusal or from the row. */
function findEarlierDispense(row: MedicationRow, problem: Problem | null): EarlierDispense | null {
  const formatQuantity = (quantity: { value: number | null; unit: string | null } | null | undefined) =>
    quantity?.value == null ? null : fmtDose(quantity.value, quantity.unit)
  if (problem?.kind === 'refusal' && isDuplicate(problem)) {
    const [duplicate] = (problem.detail as DuplicateRefusalDetail | null)?.duplicates ?? []
    return { by: duplicate?.by ?? null, at: duplicate?.at ?? null, quantity: formatQuantity(duplicate?.quantity) }
  }
  const step = row.steps.findLast(({ step }) => step === 'dispensed')
  return row.stage === 'dispensed' && step ? { by: step.by.name, at: step.at, quantity: formatQuantity(row.dispensed) } : null
}

function EarlierDispenseAlert({ by, at, quantity }: EarlierDispense) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const known = by && at && quantity
  return (
    <Alert severity="warning">
      {known ? t('alreadyDispensed', { quantity, name: by, time: formats.time(at) }) : t('alreadyDispensedShort')}
    </Alert>
  )
}
