import { Failed, Loading, Refused, Stale } from '@wardline/ui'
import type { ReactNode } from 'react'
import { type Problem, useProblemWords } from '../api/refusals.ts'

interface List {
  readonly rows: readonly unknown[]
  readonly status: 'loading' | 'ready' | 'refused' | 'failed'
  readonly problem: Problem | null
  readonly asOf: string | null
  readonly isStale: boolean
  readonly retry: () => void
}

export interface ListStateProps {
  readonly list: List
  /** Rows that are expected, so that nothing jumps when they come. */
  readonly expected?: number
  /** Stands in place of the content when the list is there and has nothing in it; absent when the content says so itself. */
  readonly empty?: ReactNode
  /** Says above the rows that nobody keeps them true. Off for small panels of a screen that says it already. */
  readonly saysStale?: boolean
  readonly children: ReactNode
}

/** A list in each of its states with its own words: loading, refused, failed, stale, empty, there (CHT-2). */
export function ListState({ list, expected, empty, saysStale = true, children }: ListStateProps) {
  const words = useProblemWords()
  const { problem } = list
  if (list.status === 'loading') return <Loading rows={expected} />
  if (list.status === 'refused' && problem) return <Refused reason={words(problem)} />
  if (list.status === 'failed') return <Failed reference={problem?.kind === 'bug' ? problem.requestId : null} onRetry={list.retry} />
  return (
    <>
      {saysStale && list.isStale && list.asOf && <Stale asOf={list.asOf} />}
      {list.rows.length === 0 && empty ? empty : children}
    </>
  )
}
