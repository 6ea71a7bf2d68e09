import { Failed, Loading, Refused } from '@wardline/ui'
import type { ReactNode } from 'react'
import { problemOf, useProblemText } from '../api/refusals.ts'

interface QueryLike<Data> {
  readonly data: Data | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

interface QueryStateProps<Data> {
  readonly query: QueryLike<Data>
  readonly expectedRows?: number
  readonly children: (data: Data) => ReactNode
}

/** Renders a query in each of its states; loaded data stay on screen if a later fetch fails. */
export function QueryState<Data>({ query: { data, error, refetch }, expectedRows, children }: QueryStateProps<Data>) {
  const problemText = useProblemText()
  const problem = error ? problemOf(error) : null
  if (problem?.kind === 'refusal') return <Refused reason={problemText(problem)} />
  if (data !== undefined) return children(data)
  if (problem) return <Failed reference={problem.kind === 'bug' ? problem.requestId : null} onRetry={() => void refetch()} />
  return <Loading {...(expectedRows === undefined ? {} : { rows: expectedRows })} />
}
