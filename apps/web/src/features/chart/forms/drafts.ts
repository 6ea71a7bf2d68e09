import type { PatientId } from '@wardline/events'
import { createDraftStore, draftKey } from '../../../session/draft-store.ts'
import { useUser } from '../../../sync/workflow-context.tsx'

/** Returns whether a form holds something that a user typed or chose. */
const holdsInput = (entry: unknown): boolean => {
  if (typeof entry === 'string') return entry.trim() !== ''
  if (typeof entry === 'object' && entry !== null) return Object.values(entry).some(holdsInput)
  return entry === true
}

const drafts = createDraftStore<unknown>(holdsInput)

export interface Draft<Entry> {
  /** null while the form is empty. */
  readonly draft: Entry | null
  readonly saveDraft: (entry: Entry) => void
  readonly discard: () => void
}

/** The draft of a form for one author and one patient; it survives closing the sheet (ID-15). */
export function useDraft<Entry>(form: string, patientId: PatientId): Draft<Entry> {
  const key = draftKey(useUser().userId, patientId, form)
  const draft = drafts.useDraft(key) as Entry | null
  return { draft, saveDraft: (entry) => drafts.update(key, () => entry), discard: () => drafts.update(key, () => null) }
}
