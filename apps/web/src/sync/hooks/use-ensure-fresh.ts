import { useQueryClient } from '@tanstack/react-query'
import type { Room } from '@wardline/events'
import { useWorkflow } from '../workflow-context.tsx'

/** What is signed, verified or dispensed was looked at in data not older than this (realtime.md section 6). */
export const FRESH_WITHIN_MS = 10_000

/**
 * Makes sure that what a person is about to sign was true less than 10 s ago: at once while live, else by reading
 * the room's lists again. False when that was not possible.
 */
export function useEnsureFresh(): (room: Room) => Promise<boolean> {
  const { connection } = useWorkflow()
  const queries = useQueryClient()
  return async (room) => {
    const { trueUntil } = connection.getState()
    if (trueUntil !== null && Date.now() - trueUntil <= FRESH_WITHIN_MS) return true
    const lists = {
      type: 'active' as const,
      predicate: ({ meta }: { meta?: { live?: { rooms: readonly Room[] } } }) => meta?.live?.rooms.includes(room) ?? false,
    }
    await queries.refetchQueries(lists)
    return queries
      .getQueryCache()
      .findAll(lists)
      .every(({ state }) => state.status === 'success' && Date.now() - state.dataUpdatedAt <= FRESH_WITHIN_MS)
  }
}
