import type { ResultRow } from '@wardline/events'
import { createContext, useContext } from 'react'

interface Highlights {
  readonly selectedId: string | null
  readonly isFresh: (row: ResultRow) => boolean
}

/** What a cell shows beyond its row. A context, so that a choice or a fading mark redraws cells and never columns. */
export const HighlightsContext = createContext<Highlights>({ selectedId: null, isFresh: () => false })

export function useHighlights(row: ResultRow): { readonly isSelected: boolean; readonly isFresh: boolean } {
  const { selectedId, isFresh } = useContext(HighlightsContext)
  return { isSelected: row.id === selectedId, isFresh: isFresh(row) }
}
