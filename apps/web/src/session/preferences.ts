import type { Density } from '@wardline/ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Preferences {
  readonly density: Density
  /** Single letters as commands; one switch turns them all off (K-4, WCAG 2.1.4). */
  readonly singleKeys: boolean
  readonly sound: boolean
  /** Who does not want to hear STAT orders arrive, by user: several people work at one screen (PHQ-5). */
  readonly statSilentFor: readonly string[]
  readonly set: (change: Partial<Pick<Preferences, 'density' | 'singleKeys' | 'sound' | 'statSilentFor'>>) => void
}

/** How this person's screen is arranged. Nothing about a patient is kept here: it stays in the browser's storage. */
export const usePreferences = create<Preferences>()(
  persist((set) => ({ density: 'comfortable', singleKeys: true, sound: true, statSilentFor: [], set: (change) => set(change) }), {
    name: 'wardline-preferences',
    version: 1,
  }),
)
