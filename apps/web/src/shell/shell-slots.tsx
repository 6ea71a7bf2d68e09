import type { PatientId } from '@wardline/events'
import { type ComponentType, createContext, useContext } from 'react'
import type { Screen, Tab } from '../navigation/define-tab.ts'

/** What the app hands to the shell, so that the shell knows no feature by name. */
export interface ShellSlots {
  readonly tabs: readonly Tab[]
  readonly screens: readonly Screen[]
  /** The patient's open alerts, between banner and tabs; outside every error boundary of a tab. */
  readonly PatientAlerts: ComponentType<{ patientId: PatientId }>
  /** Watches for what may interrupt, wherever the person is. */
  readonly Watch: ComponentType
  /** What the product noticed about itself, in the header, for those who run it. */
  readonly Notices: ComponentType
  /** Sound state and the like, beside the connection chip. */
  readonly Status: ComponentType
  readonly isDemo: boolean
  readonly signOut: () => void
}

const PartsContext = createContext<ShellSlots | null>(null)

export const ShellSlotsProvider = PartsContext.Provider

export function useShellSlots(): ShellSlots {
  const parts = useContext(PartsContext)
  if (!parts) throw new Error('The shell is handed its parts by the app')
  return parts
}
