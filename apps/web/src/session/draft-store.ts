import { create } from 'zustand'
import { useSession } from './session-store.ts'
import { guardUnsavedChanges } from './unsaved-changes-guard.ts'

export interface DraftStore<Draft> {
  /** Subscribes a component to one draft; null while there is none. */
  readonly useDraft: (key: string) => Draft | null
  /** Subscribes a component to every draft, by key. */
  readonly useAll: () => Readonly<Record<string, Draft>>
  /** Replaces one draft; null discards it. */
  readonly update: (key: string, change: (draft: Draft | null) => Draft | null) => void
  readonly discardAll: () => void
}

/** Returns the key of a draft: its author first, because a draft is shown to its author only (ID-15). */
export const draftKey = (author: string, ...subject: readonly string[]): string => [author, ...subject].join(' ')

/**
 * Creates a store of unsent input. It is kept in memory only, because a draft is patient data (RT11). Signing out discards
 * every draft (SES-2); an expired session keeps them for their author. Closing the page requires confirmation while a draft
 * has input (SHL-9).
 */
export function createDraftStore<Draft>(hasInput: (draft: Draft) => boolean): DraftStore<Draft> {
  const useStore = create<{ readonly drafts: Readonly<Record<string, Draft>> }>()(() => ({ drafts: {} }))
  const discardAll = () => useStore.setState({ drafts: {} })
  useSession.subscribe(({ status }) => {
    if (status === 'signedOut') discardAll()
  })
  guardUnsavedChanges(() => Object.values(useStore.getState().drafts).some(hasInput))
  return {
    useDraft: (key) => useStore(({ drafts }) => drafts[key] ?? null),
    useAll: () => useStore(({ drafts }) => drafts),
    update: (key, change) =>
      useStore.setState(({ drafts: { [key]: current, ...others } }) => {
        const draft = change(current ?? null)
        return { drafts: draft === null ? others : { ...others, [key]: draft } }
      }),
    discardAll,
  }
}
