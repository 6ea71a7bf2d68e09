import type { PatientId } from '@wardline/events'
import { create } from 'zustand'
import { useUser } from '../../../sync/workflow-context.tsx'

interface DraftStore {
  /** By form, author and patient. In memory only: what was typed is about a patient (RT11). */
  readonly entries: Readonly<Record<string, unknown>>
}

const useDrafts = create<DraftStore>()(() => ({ entries: {} }))

const saveDraft = (key: string, entry: unknown) =>
  useDrafts.setState(({ entries: { [key]: _before, ...others } }) => ({ entries: entry === null ? others : { ...others, [key]: entry } }))

export interface Draft<Entry> {
  /** null while nothing was typed. */
  readonly draft: Entry | null
  readonly saveDraft: (entry: Entry) => void
  readonly discard: () => void
}

/** A half-filled form of one author for one patient; it outlives the sheet and follows neither to another (ID-15). */
export function useDraft<Entry>(form: string, patientId: PatientId): Draft<Entry> {
  const key = `${form} ${useUser().userId} ${patientId}`
  const draft = useDrafts(({ entries }) => (entries[key] ?? null) as Entry | null)
  return { draft, saveDraft: (entry) => saveDraft(key, entry), discard: () => saveDraft(key, null) }
}
