import type { ResultRow } from '@wardline/events'
import { createContext, useContext } from 'react'

interface Highlights {
  readonly selectedId: string | null
  readonly isFresh: (row: ResultRow) => boolean
}

/** Selection and “new” highlights of cells. A context, so that a change re-renders cells without rebuilding the columns. */
export const HighlightsContext = createContext<Highlights>({ selectedId: null, isFresh: () => false })

export function useHighlights(row: ResultRow): { readonly isSelected: boolean; readonly isFresh: boolean } {
  const { selectedId, isFresh } = useContext(HighlightsContext)
  return { isSelected: row.id === selectedId, isFresh: isFresh(row) }
}
