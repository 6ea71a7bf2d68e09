import type { PatientId } from '@wardline/events'
import { type ComponentType, createContext, useContext } from 'react'
import type { Screen, Tab } from '../navigation/define-tab.ts'

/** Components and data the app passes to the shell, so that the shell imports no feature. */
export interface ShellSlots {
  readonly tabs: readonly Tab[]
  readonly screens: readonly Screen[]
  /** The patient's open alerts, between banner and tabs; outside every tab's error boundary. */
  readonly PatientAlerts: ComponentType<{ patientId: PatientId }>
  /** Shows interrupting alerts on every page. */
  readonly Watch: ComponentType
  /** System notices in the header, for administrators. */
  readonly Notices: ComponentType
  /** Sound state, beside the connection chip. */
  readonly Status: ComponentType
  readonly isDemo: boolean
  readonly signOut: () => void
}

const SlotsContext = createContext<ShellSlots | null>(null)

export const ShellSlotsProvider = SlotsContext.Provider

export function useShellSlots(): ShellSlots {
  const slots = useContext(SlotsContext)
  if (!slots) throw new Error('ShellSlotsProvider is missing')
  return slots
}
