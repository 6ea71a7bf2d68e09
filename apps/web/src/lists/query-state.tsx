import { Failed, Loading, Refused } from '@wardline/ui'
import type { ReactNode } from 'react'
import { problemOf, useProblemWords } from '../api/refusals.ts'

interface Asked<Data> {
  readonly data: Data | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

interface AnswerStateProps<Data> {
  readonly asked: Asked<Data>
  readonly expected?: number
  readonly children: (data: Data) => ReactNode
}

/** Renders a query in each of its states; loaded data stay on screen if a later fetch fails. */
export function QueryState<Data>({ asked: { data, error, refetch }, expected, children }: AnswerStateProps<Data>) {
  const words = useProblemWords()
  const problem = error ? problemOf(error) : null
  if (problem?.kind === 'refusal') return <Refused reason={words(problem)} />
  if (data !== undefined) return children(data)
  if (problem) return <Failed reference={problem.kind === 'bug' ? problem.requestId : null} onRetry={() => void refetch()} />
  return <Loading {...(expected === undefined ? {} : { rows: expected })} />
}
