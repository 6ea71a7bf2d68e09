import { isAbnormal, type ResultRow } from '@wardline/events'
import { compareTests, positionOf, type Section } from '../../../clinical/laboratory-sections.ts'

/** One test in one unit; values in another unit form a separate line (FMT-10). */
export interface TestLine {
  readonly id: string
  readonly code: string
  readonly unit: string | null
  readonly display: string
  readonly section: Section
  /** By collection time; several rows when the laboratory reported twice from one collection. */
  readonly cells: ReadonlyMap<string, readonly ResultRow[]>
  /** The latest displayed value; its reference range is shown beside the test. */
  readonly latest: ResultRow
}

export interface Cumulative {
  readonly lines: readonly TestLine[]
  /** Collection times, newest first (RES-4). */
  readonly collections: readonly string[]
  /** Loaded collections that are not displayed. */
  readonly hiddenCollections: number
  /** Number of older collections that can be paged to. */
  readonly older: number
  /** Tests hidden by the filter, because no displayed value is abnormal. */
  readonly hiddenTests: number
}

export interface CumulativeOptions {
  /** Number of collections to display. */
  readonly columns: number
  /** Number of newest collections to skip, for paging. */
  readonly skip?: number
  /** ISO time; earlier collections are left out. */
  readonly since?: string | null
  readonly abnormalOnly?: boolean
  /** True if older results are not loaded; the oldest loaded collection may then be incomplete. */
  readonly hasMore: boolean
}

const descending = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0)

/** Returns codes used for two different tests in one collection, to be distinguished by name. LOINC 5767-9 is sent for both appearance and odour. */
function ambiguousCodes(rows: readonly ResultRow[]): ReadonlySet<string> {
  const displayByKey = new Map<string, string>()
  const codes = new Set<string>()
  for (const row of rows) {
    const key = `${row.code}|${row.collectedAt}`
    const previousDisplay = displayByKey.get(key)
    if (previousDisplay !== undefined && previousDisplay !== row.display) codes.add(row.code)
    displayByKey.set(key, row.display)
  }
  return codes
}

/** Returns the line id of a result. */
export const lineOf = (row: Pick<ResultRow, 'code' | 'unit' | 'display'>, byDisplay: boolean): string =>
  [row.code, row.unit ?? '', ...(byDisplay || !row.code ? [row.display] : [])].join('|')

/** Returns the cumulative grid of the loaded results (RES-4). Pure; a few milliseconds for thousands of rows. */
export function cumulativeOf(rows: readonly ResultRow[], options: CumulativeOptions): Cumulative {
  const { columns, skip = 0, since = null, abnormalOnly = false, hasMore } = options
  const loaded = [...new Set(rows.map((row) => row.collectedAt))].sort(descending)
  // A page may end within a collection; a dash there would wrongly mean “not measured”.
  const complete = hasMore ? loaded.slice(0, -1) : loaded
  const inPeriod = complete.filter((at) => since === null || at >= since)
  // If the filter leaves fewer collections than `skip`, shows the oldest ones.
  const from = Math.min(skip, Math.max(0, inPeriod.length - columns))
  const collections = inPeriod.slice(from, from + columns)
  const shown = new Set(collections)
  const visible = rows.filter((row) => shown.has(row.collectedAt))
  const byDisplay = ambiguousCodes(visible)

  const lines = new Map<string, { first: ResultRow; cells: Map<string, ResultRow[]> }>()
  for (const row of visible) {
    const id = lineOf(row, byDisplay.has(row.code))
    const line = lines.get(id) ?? { first: row, cells: new Map<string, ResultRow[]>() }
    lines.set(id, line)
    line.cells.set(row.collectedAt, [...(line.cells.get(row.collectedAt) ?? []), row])
    if (row.collectedAt > line.first.collectedAt) line.first = row
  }

  const allLines = [...lines].map(([id, { first, cells }]): TestLine => {
    for (const cellRows of cells.values()) cellRows.sort((a, b) => descending(a.resultedAt ?? '', b.resultedAt ?? ''))
    const latest = cells.get(first.collectedAt)?.[0] ?? first
    return { id, code: latest.code, unit: latest.unit, display: latest.display, section: positionOf(latest.code).section, cells, latest }
  })
  const visibleLines = abnormalOnly
    ? allLines.filter(({ cells }) => [...cells.values()].flat().some((row) => isAbnormal(row.flag)))
    : allLines

  return {
    lines: visibleLines.toSorted(compareTests),
    collections,
    hiddenCollections: loaded.length - collections.length,
    older: inPeriod.length - from - collections.length,
    hiddenTests: allLines.length - visibleLines.length,
  }
}
