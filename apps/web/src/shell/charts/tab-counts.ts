import type { PatientId } from '@wardline/events'
import type { Count, Screen, Tab } from '../../navigation/define-tab.ts'

const none: readonly Count[] = []

/** The counts of every tab, from the rows their own lists hold (SHL-7). */
export function useTabCounts(tabs: readonly Tab[], patientId: PatientId): readonly (readonly Count[])[] {
  'use no memo'
  // Hooks of several tabs, one after another: their number and order are the manifest's and never change.
  // biome-ignore lint/correctness/useHookAtTopLevel: see above
  return tabs.map((tab) => tab.useCounts?.(patientId) ?? none)
}

/** The count of every screen in the rail; see above. */
export function useScreenCounts(screens: readonly Screen[]): readonly (Count | null)[] {
  'use no memo'
  // biome-ignore lint/correctness/useHookAtTopLevel: see above
  return screens.map((screen) => screen.useCount?.() ?? null)
}
