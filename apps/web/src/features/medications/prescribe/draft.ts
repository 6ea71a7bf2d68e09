import type { PatientId } from '@wardline/events'
import { create } from 'zustand'
import { useSession } from '../../../session/session-store.ts'
import { guardUnsavedChanges } from '../../../session/unsaved-changes-guard.ts'
import { type Drug, entryFor, type PrescriptionEntry } from './prescription.ts'

/** A prescription that is being written and not signed. */
export interface Draft {
  readonly drug: Drug
  readonly entry: PrescriptionEntry
  /** Why, although the same medicine is active; null while nobody has decided. */
  readonly duplicateReason: string | null
}

interface Drafts {
  /** By author and patient. In memory only: a draft names a patient's care (RT11). */
  readonly drafts: Readonly<Record<string, Draft | null>>
  /** Every medicine that was drafted, so that a prescription on its way can be named. */
  readonly drugs: Readonly<Record<string, Drug>>
  readonly set: (key: string, change: (draft: Draft | null) => Draft | null) => void
}

const useDrafts = create<Drafts>()((set) => ({
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
    change: (change: Partial<Pick<Draft, 'entry' | 'duplicateReason'>>) => set(key, (now) => now && { ...now, ...change }),
    discard: () => set(key, () => null),
  }
}

/** Whether a prescription waits for a signature in this chart (ORD-3). */
export const useUnsigned = (author: string, patientId: PatientId): boolean =>
  useDrafts(({ drafts }) => Boolean(drafts[keyOf(author, patientId)]))

/** Names what was sent from a draft of this page. */
export const useDrugs = (): Readonly<Record<string, Drug>> => useDrafts(({ drugs }) => drugs)

// Signing out ends it; a session that only expired keeps the drafts for whoever signs in again.
useSession.subscribe(({ status }) => {
  if (status === 'signedOut') useDrafts.setState({ drafts: {}, drugs: {} })
})

// Leaving the page would lose an unsigned prescription.
guardUnsavedChanges(() => Object.values(useDrafts.getState().drafts).some((draft) => draft !== null))
