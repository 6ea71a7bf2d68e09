import { type AlertRow, isAbnormal, type ResultRow } from '@wardline/events'
import { useState } from 'react'
import { lineOf } from './cumulative/cumulative.ts'
import { isPinned } from './review/review.ts'

/** What a reader most likely came for: an open critical value, else an abnormal one of the newest collection. */
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
  /** As it is now; the same result in a newer version stays chosen. */
  readonly selected: ResultRow | null
  readonly select: (row: ResultRow) => void
  /** To the earlier (-1) or later (1) collection of the same test in the same unit. */
  readonly step: (by: -1 | 1) => void
}

/** Which result the course, the copy and the review are about. */
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
