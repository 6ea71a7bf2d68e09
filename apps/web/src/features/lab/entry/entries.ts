import { create } from 'zustand'
import { useUser } from '../../../sync/workflow-context.tsx'

/** Unreleased input of one order, by field key; in memory only, bound to the order and the user (ID-15, SES-2). */
export type Entries = Readonly<Record<string, string>>

interface EntriesState {
  /** Key: user id and order id. */
  readonly entriesByKey: Readonly<Record<string, Entries>>
  readonly enter: (key: string, code: string, text: string) => void
  readonly clear: (key: string) => void
}

/** Keys of the additional inputs of a test; its value is stored under the test's code. */
export const entryKeys = {
  note: (code: string) => `${code} note`,
  answer: (code: string) => `${code} answer`,
}

const noEntries: Entries = {}

export const useEntriesStore = create<EntriesState>((set) => ({
  entriesByKey: {},
  enter: (key, code, text) =>
    set(({ entriesByKey }) => ({ entriesByKey: { ...entriesByKey, [key]: { ...entriesByKey[key], [code]: text } } })),
  clear: (key) =>
    set(({ entriesByKey }) => {
      const { [key]: _removed, ...rest } = entriesByKey
      return { entriesByKey: rest }
    }),
}))

/** Unreleased input of one order; kept while other orders are open. */
export function useEntries(orderId: string) {
  const { userId } = useUser()
  const key = `${userId} ${orderId}`
  const entries = useEntriesStore(({ entriesByKey }) => entriesByKey[key] ?? noEntries)
  const { enter, clear } = useEntriesStore.getState()
  return {
    entries,
    enter: (code: string, text: string) => enter(key, code, text),
    clear: () => clear(key),
  }
}
