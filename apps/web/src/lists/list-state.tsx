import { Failed, Loading, Refused, Stale } from '@wardline/ui'
import type { ReactNode } from 'react'
import { type Problem, useProblemText } from '../api/refusals.ts'

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
  /** Expected number of rows, to reserve space while loading. */
  readonly expected?: number | undefined
  /** Shown instead of the children if the loaded list is empty; omitted if the children show the empty state. */
  readonly empty?: ReactNode
  /** Whether a stale list is marked above its rows. Off for small panels of a screen that marks it already. */
  readonly showsStale?: boolean
  readonly children: ReactNode
}

/** Renders a list in each of its states: loading, refused, failed, stale, empty, loaded (CHT-2). */
export function ListState({ list, expected, empty, showsStale = true, children }: ListStateProps) {
  const problemText = useProblemText()
  const { problem } = list
  if (list.status === 'loading') return <Loading rows={expected} />
  if (list.status === 'refused' && problem) return <Refused reason={problemText(problem)} />
  if (list.status === 'failed') return <Failed reference={problem?.kind === 'bug' ? problem.requestId : null} onRetry={list.retry} />
  return (
    <>
      {showsStale && list.isStale && list.asOf && <Stale asOf={list.asOf} />}
      {list.rows.length === 0 && empty ? empty : children}
    </>
  )
}
