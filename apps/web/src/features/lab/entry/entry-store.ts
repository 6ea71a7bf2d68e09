import { createDraftStore, draftKey } from '../../../session/draft-store.ts'
import { useUser } from '../../../sync/workflow-context.tsx'

/** Unreleased input of one order, by field key (ID-15). */
export type Entries = Readonly<Record<string, string>>

/** Keys of the additional inputs of a test; its value is stored under the test's code. */
export const entryKeys = {
  note: (code: string) => `${code} note`,
  answer: (code: string) => `${code} answer`,
}

const noEntries: Entries = {}

export const entryDrafts = createDraftStore<Entries>((entries) => Object.values(entries).some((text) => text.trim() !== ''))

/** Unreleased input of one order; kept while other orders are open. */
export function useEntries(orderId: string) {
  const key = draftKey(useUser().userId, orderId)
  return {
    entries: entryDrafts.useDraft(key) ?? noEntries,
    enter: (code: string, text: string) => entryDrafts.update(key, (entries) => ({ ...entries, [code]: text })),
    clear: () => entryDrafts.update(key, () => null),
  }
}
