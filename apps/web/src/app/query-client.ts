import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from '../api/refusals.ts'

const RETRIES = 2

// By default notifications are batched on a timer; an event must be painted in the next frame (PERF-2).
notifyManager.setScheduler(queueMicrotask)

/** Queries are retried during an outage. Refusals are final, and the library never repeats a command. */
export function makeQueryClient(sessionEnded: () => void): QueryClient {
  const watch = (error: unknown) => {
    const problem = problemOf(error)
    if (problem.kind === 'refusal' && problem.code === 'NOT_SIGNED_IN') sessionEnded()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < RETRIES && problemOf(error).kind === 'outage',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
