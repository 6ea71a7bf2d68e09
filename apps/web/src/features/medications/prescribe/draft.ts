import type { PatientId } from '@wardline/events'
import { create } from 'zustand'
import { useSession } from '../../../session/session-store.ts'
import { guardUnsavedChanges } from '../../../session/unsaved-changes-guard.ts'
import { type Drug, entryFor, type PrescriptionEntry } from './prescription.ts'

/** An unsigned prescription. */
export interface Draft {
  readonly drug: Drug
  readonly entry: PrescriptionEntry
  /** Reason to prescribe despite an active duplicate; null while undecided. */
  readonly duplicateReason: string | null
}

interface DraftStore {
  /** By author and patient. In memory only, because a draft is patient data (RT11). */
  readonly drafts: Readonly<Record<string, Draft | null>>
  /** Every medication drafted so far, so that a pending prescription can be named. */
  readonly drugs: Readonly<Record<string, Drug>>
  readonly set: (key: string, change: (draft: Draft | null) => Draft | null) => void
}

const useDrafts = create<DraftStore>()((set) => ({
  drafts: {},
  drugs: {},
  set: (key, change) =>
    set(({ drafts, drugs }) => {
      const draft = change(drafts[key] ?? null)
      return { drafts: { ...drafts, [key]: draft }, ...(draft ? { drugs: { ...drugs, [draft.drug.id]: draft.drug } } : {}) }
    }),
}))

const keyOf = (author: string, patientId: PatientId) => `${author} ${patientId}`

/** The unsigned prescription of one author for one patient (ID-15); it survives changing tabs and charts. */
export function usePrescriptionDraft(author: string, patientId: PatientId) {
  const key = keyOf(author, patientId)
  const draft = useDrafts(({ drafts }) => drafts[key] ?? null)
  const set = useDrafts((drafts) => drafts.set)
  return {
    draft,
    begin: (drug: Drug) => set(key, () => ({ drug, entry: entryFor(drug), duplicateReason: null })),
    change: (change: Partial<Pick<Draft, 'entry' | 'duplicateReason'>>) => set(key, (current) => current && { ...current, ...change }),
    discard: () => set(key, () => null),
  }
}

/** Returns whether this chart has an unsigned prescription (ORD-3). */
export const useHasUnsigned = (author: string, patientId: PatientId): boolean =>
  useDrafts(({ drafts }) => Boolean(drafts[keyOf(author, patientId)]))

/** Medications drafted on this page, by id; used to name pending prescriptions. */
export const useDraftedDrugs = (): Readonly<Record<string, Drug>> => useDrafts(({ drugs }) => drugs)

// Signing out discards drafts; an expired session keeps them, and they are keyed by user.
useSession.subscribe(({ status }) => {
  if (status === 'signedOut') useDrafts.setState({ drafts: {}, drugs: {} })
})

// Closing the page would lose an unsigned prescription.
guardUnsavedChanges(() => Object.values(useDrafts.getState().drafts).some((draft) => draft !== null))
