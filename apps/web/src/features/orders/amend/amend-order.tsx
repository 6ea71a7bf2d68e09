import { zodResolver } from '@hookform/resolvers/zod'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { type AmendOrder as Amendment, amendOrderInput, type OrderRow } from '@wardline/events'
import { DiffBlock, type PatientIdentity, Sheet, useWords } from '@wardline/ui'
import { useState } from 'react'
import { type Control, Controller, useForm } from 'react-hook-form'
import { useTexts } from '../../../i18n/define-texts.ts'
import { PriorityChoice } from '../../../ordering/priority-choice.tsx'
import { hasEnded, orderStatusOf } from '../list/order-status.ts'
import { texts } from '../texts.ts'

const fields = ['priority', 'indication', 'note'] as const
export type OrderDetails = Pick<Amendment, (typeof fields)[number]>

const schema = amendOrderInput.pick({ priority: true, indication: true, note: true })
const detailsOf = ({ priority, indication, note }: OrderRow): OrderDetails => ({ priority, indication, note })
/** An empty field is null, not an empty string. */
const orNull = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim())

export interface AmendOrderProps {
  /** The live row; it changes while the form is open when a colleague saves first. */
  readonly row: OrderRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onSave: (details: OrderDetails, versionId: string) => void
  /** Called when one of the two versions was chosen, so that an earlier conflict error is cleared. */
  readonly onResolved: () => void
  readonly onClose: () => void
}

/**
 * Form for priority, indication and note of an existing order. A concurrent change by a colleague is shown beside
 * the draft, and the draft stays until one of the two versions is chosen (RT-6).
 */
export function AmendOrder({ row, patient, place, busy, error, onSave, onResolved, onClose }: AmendOrderProps) {
  const t = useTexts(texts)
  const words = useWords()
  const [base, setBase] = useState(row)
  const { control, handleSubmit, reset, getValues, setFocus } = useForm<OrderDetails>({
    resolver: zodResolver(schema),
    defaultValues: detailsOf(base),
  })

  const theirChanges = fields.filter((field) => row[field] !== base[field])
  // Only the fulfilment status changed, so the fields of this form are still current.
  if (theirChanges.length === 0 && row !== base) setBase(row)

  const acceptTheirs = () => {
    setBase(row)
    onResolved()
    reset(detailsOf(row), { keepFieldsRef: true })
    setFocus('indication')
  }
  const reapplyMine = () => {
    const mine = getValues()
    // Applies only the fields edited here on top of the colleague's version.
    const myEdits = Object.fromEntries(fields.filter((field) => orNull(mine[field]) !== base[field]).map((field) => [field, mine[field]]))
    setBase(row)
    onResolved()
    reset({ ...detailsOf(row), ...myEdits }, { keepFieldsRef: true })
    // The pressed button has unmounted; focus stays in the sheet.
    setFocus('indication')
  }

  const formatField = (field: (typeof fields)[number], value: string | null) =>
    field === 'priority' ? words.priorities[value as OrderDetails['priority']] : value && <bdi>{value}</bdi>
  const isClosed = hasEnded(row)

  return (
    <Sheet
      open
      title={t('amendTitle', { order: row.display })}
      patient={patient}
      place={place}
      commitLabel={t('amendCommit', { patient: patient.name })}
      commitDisabled={isClosed || theirChanges.length > 0}
      busy={busy}
      error={error}
      onCommit={handleSubmit((details) =>
        onSave({ ...details, indication: orNull(details.indication), note: orNull(details.note) }, base.versionId),
      )}
      onClose={onClose}
    >
      <Box component="form" noValidate sx={{ display: 'grid', gap: 3 }} onSubmit={(event) => event.preventDefault()}>
        {isClosed && (
          <Alert severity="warning">{t('gone', { name: row.changedBy, standing: t(`standing_${orderStatusOf(row).status}`) })}</Alert>
        )}
        {theirChanges.length > 0 && !isClosed && (
          <DiffBlock
            changedBy={row.changedBy}
            changedAt={row.changedAt}
            changes={theirChanges.map((field) => ({
              label: t(field),
              before: formatField(field, base[field]),
              after: formatField(field, row[field]),
            }))}
            onReload={acceptTheirs}
            onReapply={reapplyMine}
          />
        )}
        <Controller
          name="priority"
          control={control}
          render={({ field }) => (
            <PriorityChoice label={t('priorityOf', { order: row.display })} value={field.value} onChange={field.onChange} />
          )}
        />
        <FreeTextInput name="indication" control={control} maxLength={200} />
        <FreeTextInput name="note" control={control} maxLength={2000} multiline />
      </Box>
    </Sheet>
  )
}

interface FreeTextInputProps {
  readonly name: 'indication' | 'note'
  readonly control: Control<OrderDetails>
  readonly maxLength: number
  readonly multiline?: boolean
}

function FreeTextInput({ name, control, maxLength, multiline = false }: FreeTextInputProps) {
  const t = useTexts(texts)
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, fieldState }) => (
        <TextField
          label={t(name)}
          multiline={multiline}
          minRows={multiline ? 2 : undefined}
          value={field.value ?? ''}
          onChange={(event) => field.onChange(event.target.value === '' ? null : event.target.value)}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={fieldState.invalid}
          slotProps={{ htmlInput: { dir: 'auto', maxLength } }}
        />
      )}
    />
  )
}
