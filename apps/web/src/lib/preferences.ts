import type { Density } from '@wardline/ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Preferences {
  readonly density: Density
  /** Single letters as commands; one switch turns them all off (K-4, WCAG 2.1.4). */
  readonly singleKeys: boolean
  readonly sound: boolean
  readonly set: (change: Partial<Pick<Preferences, 'density' | 'singleKeys' | 'sound'>>) => void
}

/** How this person's screen is arranged. Nothing about a patient is kept here: it stays in the browser's storage. */
export const usePreferences = create<Preferences>()(
  persist((set) => ({ density: 'comfortable', singleKeys: true, sound: true, set: (change) => set(change) }), {
    name: 'wardline-preferences',
    version: 1,
  }),
)
