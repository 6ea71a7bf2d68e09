import type { PatientId } from '@wardline/events'
import { useDraft } from '../forms/drafts.ts'
import { emptyEntry, isUntouched, type VitalsEntry } from './vitals-entry.ts'

/** The unsaved round of vital signs. */
export function useVitalsDraft(patientId: PatientId) {
  const { draft, keep, discard } = useDraft<VitalsEntry>('vitals', patientId)
  return { draft, entry: draft ?? emptyEntry, keep: (entry: VitalsEntry) => (isUntouched(entry) ? discard() : keep(entry)), discard }
}
