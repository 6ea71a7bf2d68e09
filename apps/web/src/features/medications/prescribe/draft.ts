import type { PatientId } from '@wardline/events'
import { createDraftStore, draftKey } from '../../../session/draft-store.ts'
import { type Drug, entryFor, type PrescriptionEntry } from './prescription.ts'

/** An unsigned prescription. */
export interface Draft {
  readonly drug: Drug
  readonly entry: PrescriptionEntry
  /** Reason to prescribe despite an active duplicate; null while undecided. */
  readonly duplicateReason: string | null
}

/** Unsigned prescriptions by author and patient. */
const drafts = createDraftStore<Draft>(() => true)
/** Every medication drafted so far, by id, so that a pending prescription can be named; nothing of it is unsaved. */
const draftedDrugs = createDraftStore<Drug>(() => false)

/** The unsigned prescription of one author for one patient (ID-15); it survives changing tabs and charts. */
export function usePrescriptionDraft(author: string, patientId: PatientId) {
  const key = draftKey(author, patientId)
  return {
    draft: drafts.useDraft(key),
    begin: (drug: Drug) => {
      draftedDrugs.update(drug.id, () => drug)
      drafts.update(key, () => ({ drug, entry: entryFor(drug), duplicateReason: null }))
    },
    change: (change: Partial<Pick<Draft, 'entry' | 'duplicateReason'>>) =>
      drafts.update(key, (current) => current && { ...current, ...change }),
    discard: () => drafts.update(key, () => null),
  }
}

/** Returns whether this chart has an unsigned prescription (ORD-3). */
export const useHasUnsigned = (author: string, patientId: PatientId): boolean => drafts.useDraft(draftKey(author, patientId)) !== null

/** Medications drafted on this page, by id; used to name pending prescriptions. */
export const useDraftedDrugs = (): Readonly<Record<string, Drug>> => draftedDrugs.useAll()
