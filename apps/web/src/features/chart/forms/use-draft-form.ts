import { zodResolver } from '@hookform/resolvers/zod'
import type { PatientId } from '@wardline/events'
import { useEffect, useEffectEvent } from 'react'
import { type DefaultValues, type FieldValues, useForm, useFormState } from 'react-hook-form'
import type * as z from 'zod'
import { useDraft } from './drafts.ts'

/** A form whose draft survives closing the sheet, for this author and patient (ID-15). */
export function useDraftForm<Entry extends FieldValues>(
  name: string,
  patientId: PatientId,
  schema: z.ZodType<Entry, Entry>,
  empty: DefaultValues<Entry>,
) {
  const { draft, saveDraft, discard } = useDraft<Entry>(name, patientId)
  const form = useForm<Entry>({ resolver: zodResolver(schema), defaultValues: (draft as DefaultValues<Entry> | null) ?? empty })
  const { register, control, handleSubmit, subscribe } = form
  // Not `form.formState`: React Hook Form mutates that object, which React Compiler memoisation does not detect.
  const { errors } = useFormState({ control })
  const saveValues = useEffectEvent((values: Entry) => saveDraft(values))
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ values }) => saveValues(values) }), [subscribe])
  return { register, control, handleSubmit, errors, discard }
}
