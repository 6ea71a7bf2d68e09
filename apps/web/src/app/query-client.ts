import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from '../api/refusals.ts'

const RETRIES = 2

// By default news waits for a timer; an event should be on screen in the frame after it came (PERF-2).
notifyManager.setScheduler(queueMicrotask)

/** Reads are tried again in an outage; a "no" is final, and a command is never repeated by a library. */
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
