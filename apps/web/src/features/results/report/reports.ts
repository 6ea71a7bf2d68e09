import { type AlertRow, isCritical, type ResultRow } from '@wardline/events'
import { compareTests } from '../../../clinical/laboratory-sections.ts'
import { isPinned } from '../review/review.ts'

/** The results of one report, or a single result without a report. */
export interface Report {
  readonly id: string
  /** Panel name of the laboratory; null for a result without a report. */
  readonly panel: string | null
  readonly collectedAt: string
  readonly rows: readonly ResultRow[]
}

/** Groups results by report, newest collection first; within a report critical values first, then the order of the laboratory. */
export function reportsOf(rows: readonly ResultRow[]): readonly Report[] {
  const groups = new Map<string, ResultRow[]>()
  for (const row of rows) {
    const id = `${row.reportId ?? 'single'}|${row.collectedAt}`
    const group = groups.get(id)
    if (group) group.push(row)
    else groups.set(id, [row])
  }
  return [...groups].map(([id, group]) => ({
    id,
    panel: group.find((row) => row.panel !== null)?.panel ?? null,
    collectedAt: group[0]?.collectedAt ?? '',
    rows: group.toSorted((a, b) => Number(isCritical(b.flag)) - Number(isCritical(a.flag)) || compareTests(a, b)),
  }))
}

export interface ListedResult {
  readonly row: ResultRow
  /** null for a pinned critical result. */
  readonly report: Report | null
}

/** Returns the lines of the report view: pinned critical results first (RES-16), then report by report. */
export function listedResultsOf(rows: readonly ResultRow[], alerts: readonly AlertRow[]): readonly ListedResult[] {
  const pinnedRows = rows.filter((row) => isPinned(row, alerts))
  const pinnedSet = new Set(pinnedRows)
  return [
    ...pinnedRows.map((row) => ({ row, report: null })),
    ...reportsOf(rows.filter((row) => !pinnedSet.has(row))).flatMap((report) => report.rows.map((row) => ({ row, report }))),
  ]
}
