import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from '../api/refusals.ts'

const RETRIES = 2

// By default notifications are batched on a timer; an event must be painted in the next frame (PERF-2).
notifyManager.setScheduler(queueMicrotask)

/** Queries are retried during an outage. Refusals are final, and the library never repeats a command. */
export function makeQueryClient(onSessionExpired: () => void): QueryClient {
  const onError = (error: unknown) => {
    const problem = problemOf(error)
    if (problem.kind === 'refusal' && problem.code === 'NOT_SIGNED_IN') onSessionExpired()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
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
