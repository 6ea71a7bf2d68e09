import { type AlertRow, isAbnormal, type ResultRow } from '@wardline/events'
import { useState } from 'react'
import { lineOf } from './cumulative/cumulative.ts'
import { isPinned } from './review/review.ts'

/** Returns the initial selection: the linked report, else a pinned critical value, else an abnormal value of the newest collection. */
function initialSelectionOf(rows: readonly ResultRow[], alerts: readonly AlertRow[], reportId: string | null): ResultRow | null {
  const [newest] = rows
  const reportResult = reportId === null ? undefined : rows.find((row) => row.reportId === reportId)
  return (
    reportResult ??
    rows.find((row) => isPinned(row, alerts)) ??
    rows.find((row) => row.collectedAt === newest?.collectedAt && isAbnormal(row.flag)) ??
    newest ??
    null
  )
}

export interface Selection {
  /** The live row; a newer version of the same result stays selected. */
  readonly selected: ResultRow | null
  readonly select: (row: ResultRow) => void
  /** Selects the previous (-1) or next (1) collection of the same test in the same unit. */
  readonly step: (by: -1 | 1) => void
}

/** The result shown in the trend, and used for copy and review. */
export function useSelection(rows: readonly ResultRow[], alerts: readonly AlertRow[], reportId: string | null): Selection {
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const selected = rows.find(({ id }) => id === selectedId) ?? initialSelectionOf(rows, alerts, reportId)
  return {
    selected,
    select: ({ id }) => setSelectedId(id),
    step: (by) => {
      if (!selected) return
      const line = lineOf(selected, true)
      const sameTest = rows.filter((row) => lineOf(row, true) === line).toSorted((a, b) => a.collectedAt.localeCompare(b.collectedAt))
      const next = sameTest[sameTest.indexOf(selected) + by]
      if (next) setSelectedId(next.id)
    },
  }
}
