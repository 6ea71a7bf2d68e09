import type { PatientId } from '@wardline/events'
import { useDraft } from '../forms/drafts.ts'
import { emptyEntry, isUntouched, type VitalsEntry } from './vitals-entry.ts'

/** The draft of a round of vital signs. */
export function useVitalsDraft(patientId: PatientId) {
  const { draft, saveDraft, discard } = useDraft<VitalsEntry>('vitals', patientId)
  return {
    draft,
    entry: draft ?? emptyEntry,
    saveDraft: (entry: VitalsEntry) => (isUntouched(entry) ? discard() : saveDraft(entry)),
    discard,
  }
}
