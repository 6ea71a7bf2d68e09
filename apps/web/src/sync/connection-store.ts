import { type ConnectionStatus, initialStatus } from '@wardline/sync/client'
import { createStore } from 'zustand/vanilla'

export interface Connection extends ConnectionStatus {
  /** Age of the last event on arrival, ms; null before the first and when it is too old to describe the connection. */
  readonly latencyMs: number | null
}

export const createConnectionStore = () => createStore<Connection>(() => ({ ...initialStatus, latencyMs: null }))
export type ConnectionStore = ReturnType<typeof createConnectionStore>
