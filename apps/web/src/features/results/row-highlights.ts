import type { ResultRow } from '@wardline/events'
import { createContext, useContext } from 'react'

interface Marks {
  readonly selectedId: string | null
  readonly isFresh: (row: ResultRow) => boolean
}

/** What a cell shows beyond its row. A context, so that a choice or a fading mark redraws cells and never columns. */
export const MarksContext = createContext<Marks>({ selectedId: null, isFresh: () => false })

export function useMarks(row: ResultRow): { readonly selected: boolean; readonly fresh: boolean } {
  const { selectedId, isFresh } = useContext(MarksContext)
  return { selected: row.id === selectedId, fresh: isFresh(row) }
}
