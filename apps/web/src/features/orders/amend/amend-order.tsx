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
export type Details = Pick<Amendment, (typeof fields)[number]>

const schema = amendOrderInput.pick({ priority: true, indication: true, note: true })
const detailsOf = ({ priority, indication, note }: OrderRow): Details => ({ priority, indication, note })
/** Nothing typed is nothing said, not an empty text. */
const orNull = (typed: string | null) => (typed === null || typed.trim() === '' ? null : typed.trim())

export interface AmendOrderProps {
  /** As the stream has it now; changes under the open form when a colleague is faster. */
  readonly row: OrderRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onSave: (details: Details, versionId: string) => void
  /** One of the two ways was chosen; an older refusal has been answered by it. */
  readonly onResolved: () => void
  readonly onClose: () => void
}

/**
 * Changes priority, indication and note of a standing order. When somebody else changes it meanwhile, their
 * change is shown beside the draft, which stays until one of the two ways is chosen (RT-6).
 */
export function AmendOrder({ row, patient, place, busy, error, onSave, onResolved, onClose }: AmendOrderProps) {
  const t = useTexts(texts)
  const words = useWords()
  const [base, setBase] = useState(row)
  const { control, handleSubmit, reset, getValues, setFocus } = useForm<Details>({
    resolver: zodResolver(schema),
    defaultValues: detailsOf(base),
  })

  const theirs = fields.filter((field) => row[field] !== base[field])
  // Only its way through the laboratory moved on: what this form holds is as current as before.
  if (theirs.length === 0 && row !== base) setBase(row)

  const takeTheirs = () => {
    setBase(row)
    onResolved()
    reset(detailsOf(row), { keepFieldsRef: true })
    setFocus('indication')
  }
  const applyMine = () => {
    const mine = getValues()
    // Only what was typed here goes on top; the rest is theirs.
    const kept = Object.fromEntries(fields.filter((field) => orNull(mine[field]) !== base[field]).map((field) => [field, mine[field]]))
    setBase(row)
    onResolved()
    reset({ ...detailsOf(row), ...kept }, { keepFieldsRef: true })
    // The button that was pressed is gone; the keyboard stays in the sheet.
    setFocus('indication')
  }

  const shown = (field: (typeof fields)[number], value: string | null) =>
    field === 'priority' ? words.priorities[value as Details['priority']] : value && <bdi>{value}</bdi>
  const ended = hasEnded(row)

  return (
    <Sheet
      open
      title={t('amendTitle', { order: row.display })}
      patient={patient}
      place={place}
      commitLabel={t('amendCommit', { patient: patient.name })}
      commitDisabled={ended || theirs.length > 0}
      busy={busy}
      error={error}
      onCommit={handleSubmit((details) =>
        onSave({ ...details, indication: orNull(details.indication), note: orNull(details.note) }, base.versionId),
      )}
      onClose={onClose}
    >
      <Box component="form" noValidate sx={{ display: 'grid', gap: 3 }} onSubmit={(event) => event.preventDefault()}>
        {ended && (
          <Alert severity="warning">{t('gone', { name: row.changedBy, standing: t(`standing_${orderStatusOf(row).standing}`) })}</Alert>
        )}
        {theirs.length > 0 && !ended && (
          <DiffBlock
            changedBy={row.changedBy}
            changedAt={row.changedAt}
            changes={theirs.map((field) => ({ label: t(field), before: shown(field, base[field]), after: shown(field, row[field]) }))}
            onReload={takeTheirs}
            onReapply={applyMine}
          />
        )}
        <Controller
          name="priority"
          control={control}
          render={({ field }) => (
            <PriorityChoice label={t('priorityOf', { order: row.display })} value={field.value} onChange={field.onChange} />
          )}
        />
        <Words name="indication" control={control} maxLength={200} />
        <Words name="note" control={control} maxLength={2000} multiline />
      </Box>
    </Sheet>
  )
}

interface WordsProps {
  readonly name: 'indication' | 'note'
  readonly control: Control<Details>
  readonly maxLength: number
  readonly multiline?: boolean
}

function Words({ name, control, maxLength, multiline = false }: WordsProps) {
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
