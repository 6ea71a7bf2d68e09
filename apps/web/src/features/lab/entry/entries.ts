import { create } from 'zustand'
import { useUser } from '../../../sync/workflow-context.tsx'

/** What was typed for an order and not released; in memory only, bound to its order and to who typed it (ID-15, SES-2). */
export type Entries = Readonly<Record<string, string>>

interface EntriesState {
  /** By who typed and for which order. */
  readonly kept: Readonly<Record<string, Entries>>
  readonly enter: (key: string, code: string, text: string) => void
  readonly clear: (key: string) => void
}

/** What is kept of one test besides what was typed into its field. */
export const entryKeys = {
  note: (code: string) => `${code} note`,
  answer: (code: string) => `${code} answer`,
}

const nothing: Entries = {}

export const useEntriesStore = create<EntriesState>((set) => ({
  kept: {},
  enter: (key, code, text) => set(({ kept }) => ({ kept: { ...kept, [key]: { ...kept[key], [code]: text } } })),
  clear: (key) =>
    set(({ kept }) => {
      const { [key]: _gone, ...rest } = kept
      return { kept: rest }
    }),
}))

/** The typed values of one order; they survive opening another one and coming back. */
export function useEntries(orderId: string) {
  const { userId } = useUser()
  const key = `${userId} ${orderId}`
  const entries = useEntriesStore(({ kept }) => kept[key] ?? nothing)
  const { enter, clear } = useEntriesStore.getState()
  return {
    entries,
    enter: (code: string, text: string) => enter(key, code, text),
    clear: () => clear(key),
  }
}
