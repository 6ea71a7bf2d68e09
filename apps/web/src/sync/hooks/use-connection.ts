import { useStore } from 'zustand'
import type { Connection } from '../connection-store.ts'
import { useWorkflow } from '../workflow-context.tsx'

/** One fact about the line; the component draws again only when that fact changes. */
export const useConnection = <Fact>(pick: (connection: Connection) => Fact): Fact => useStore(useWorkflow().connection, pick)

/** Whether the screen is kept true at this moment. */
export const useIsLive = (): boolean => useConnection(({ state }) => state === 'live')
