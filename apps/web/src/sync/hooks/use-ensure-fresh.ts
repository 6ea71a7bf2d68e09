import { type Query, useQueryClient } from '@tanstack/react-query'
import type { Room } from '@wardline/events'
import { useWorkflow } from '../workflow-context.tsx'

/** Largest age of the data on which a signature, verification or dispensing is based (realtime.md section 6). */
export const FRESH_WITHIN_MS = 10_000

/**
 * Ensures that the data the user is about to sign are at most 10 s old: immediately while live, otherwise by refetching
 * the room's lists. Resolves to false if that was not possible.
 */
export function useEnsureFresh(): (room: Room) => Promise<boolean> {
  const { connection } = useWorkflow()
  const queries = useQueryClient()
  return async (room) => {
    const { trueUntil } = connection.getState()
    if (trueUntil !== null && Date.now() - trueUntil <= FRESH_WITHIN_MS) return true
    const lists = {
      type: 'active' as const,
      predicate: ({ meta }: Pick<Query, 'meta'>) => meta?.live?.rooms.includes(room) ?? false,
    }
    await queries.refetchQueries(lists)
    return queries
      .getQueryCache()
      .findAll(lists)
      .every(({ state }) => state.status === 'success' && Date.now() - state.dataUpdatedAt <= FRESH_WITHIN_MS)
  }
}
