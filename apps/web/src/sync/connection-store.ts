import { type ConnectionStatus, initialStatus } from '@wardline/sync/client'
import { createStore } from 'zustand/vanilla'

export interface Connection extends ConnectionStatus {
  /** Latency of the last event, ms; null before the first event and when the value is too old to describe the connection. */
  readonly latencyMs: number | null
}

export const createConnectionStore = () => createStore<Connection>(() => ({ ...initialStatus, latencyMs: null }))
export type ConnectionStore = ReturnType<typeof createConnectionStore>
