import { useStore } from 'zustand'
import type { Connection } from '../connection-store.ts'
import { useWorkflow } from '../workflow-context.tsx'

/** Selects one value of the connection state; the component rerenders only when that value changes. */
export const useConnection = <Fact>(pick: (connection: Connection) => Fact): Fact => useStore(useWorkflow().connection, pick)

/** Whether displayed data are live. */
export const useIsLive = (): boolean => useConnection(({ state }) => state === 'live')
