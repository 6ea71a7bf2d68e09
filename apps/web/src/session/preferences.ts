import type { Density } from '@wardline/ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Preferences {
  readonly density: Density
  /** Single-key shortcuts; one setting turns all off (K-4, WCAG 2.1.4). */
  readonly singleKeys: boolean
  readonly sound: boolean
  /** Ids of users who muted the STAT arrival sound: several people share one workstation (PHQ-5). */
  readonly statSilentFor: readonly string[]
  readonly set: (change: Partial<Pick<Preferences, 'density' | 'singleKeys' | 'sound' | 'statSilentFor'>>) => void
}

/** Display preferences, kept in the browser's storage. They contain no patient data. */
export const usePreferences = create<Preferences>()(
  persist((set) => ({ density: 'comfortable', singleKeys: true, sound: true, statSilentFor: [], set: (change) => set(change) }), {
    name: 'wardline-preferences',
    version: 1,
  }),
)
