import type { PatientId } from '@wardline/events'
import type { Count, Screen, Tab } from '../../navigation/define-tab.ts'

const none: readonly Count[] = []

/** Counts of every tab, from the rows of their lists (SHL-7). */
export function useTabCounts(tabs: readonly Tab[], patientId: PatientId): readonly (readonly Count[])[] {
  'use no memo'
  // Calls the hooks of several tabs in sequence: the manifest fixes their number and order.
  // biome-ignore lint/correctness/useHookAtTopLevel: see above
  return tabs.map((tab) => tab.useCounts?.(patientId) ?? none)
}

/** Counts of every screen in the rail; see above. */
export function useScreenCounts(screens: readonly Screen[]): readonly (Count | null)[] {
  'use no memo'
  // biome-ignore lint/correctness/useHookAtTopLevel: see above
  return screens.map((screen) => screen.useCount?.() ?? null)
}
