import type { PatientId } from '@wardline/events'
import { create } from 'zustand'
import { useUser } from '../../../sync/workflow-context.tsx'

interface DraftStore {
  /** By form, author and patient. In memory only, because a draft is patient data (RT11). */
  readonly entries: Readonly<Record<string, unknown>>
}

const useDrafts = create<DraftStore>()(() => ({ entries: {} }))

const saveDraft = (key: string, entry: unknown) =>
  useDrafts.setState(({ entries: { [key]: _before, ...others } }) => ({ entries: entry === null ? others : { ...others, [key]: entry } }))

export interface Draft<Entry> {
  /** null while the form is empty. */
  readonly draft: Entry | null
  readonly saveDraft: (entry: Entry) => void
  readonly discard: () => void
}

/** The draft of a form for one author and one patient; it survives closing the sheet (ID-15). */
export function useDraft<Entry>(form: string, patientId: PatientId): Draft<Entry> {
  const key = `${form} ${useUser().userId} ${patientId}`
  const draft = useDrafts(({ entries }) => (entries[key] ?? null) as Entry | null)
  return { draft, saveDraft: (entry) => saveDraft(key, entry), discard: () => saveDraft(key, null) }
}
