import { isAbnormal, type ResultRow } from '@wardline/events'
import { byPlace, placeOf, type Section } from '../../../clinical/laboratory-sections.ts'

/** One test in one unit: values in another unit are another line, never mixed in (FMT-10). */
export interface TestLine {
  readonly id: string
  readonly code: string
  readonly unit: string | null
  readonly display: string
  readonly section: Section
  /** By time of collection; more than one when the laboratory reported twice from one collection. */
  readonly cells: ReadonlyMap<string, readonly ResultRow[]>
  /** The newest of the shown values: its range stands beside the test. */
  readonly latest: ResultRow
}

export interface Cumulative {
  readonly lines: readonly TestLine[]
  /** Times of collection, the newest first: it stands beside the test (RES-4). */
  readonly collections: readonly string[]
  /** Collections that were loaded and are not shown. */
  readonly hiddenCollections: number
  /** How many of them are older than those shown and can be shown. */
  readonly older: number
  /** Tests without an abnormal value among the shown collections, left out by the filter. */
  readonly hiddenTests: number
}

export interface CumulativeOptions {
  /** How many collections are shown. */
  readonly columns: number
  /** Skips this many of the newest, to page back in time. */
  readonly skip?: number
  /** ISO time; older collections are left out. */
  readonly since?: string | null
  readonly abnormalOnly?: boolean
  /** Whether older results exist that were not loaded: then the oldest loaded collection may lack values. */
  readonly hasMore: boolean
}

const descending = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0)

/** Codes that name two different things in one collection; for them the words decide. LOINC 5767-9 comes as appearance and as odour. */
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

/** Which line a result belongs to: the trend of a line is the results that share it. */
export const lineOf = (row: Pick<ResultRow, 'code' | 'unit' | 'display'>, byDisplay: boolean): string =>
  [row.code, row.unit ?? '', ...(byDisplay || !row.code ? [row.display] : [])].join('|')

/** Tests down, collections across, from the results as loaded (RES-4). Pure; a few milliseconds for thousands of rows. */
export function cumulativeOf(rows: readonly ResultRow[], options: CumulativeOptions): Cumulative {
  const { columns, skip = 0, since = null, abnormalOnly = false, hasMore } = options
  const loaded = [...new Set(rows.map((row) => row.collectedAt))].sort(descending)
  // A page may end in the middle of a collection: a dash there would claim "not measured" without knowing.
  const complete = hasMore ? loaded.slice(0, -1) : loaded
  const inPeriod = complete.filter((at) => since === null || at >= since)
  // A filter may leave fewer than were skipped; then the oldest of them are shown.
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
    return { id, code: latest.code, unit: latest.unit, display: latest.display, section: placeOf(latest.code).section, cells, latest }
  })
  const visibleLines = abnormalOnly
    ? allLines.filter(({ cells }) => [...cells.values()].flat().some((row) => isAbnormal(row.flag)))
    : allLines

  return {
    lines: visibleLines.toSorted(byPlace),
    collections,
    hiddenCollections: loaded.length - collections.length,
    older: inPeriod.length - from - collections.length,
    hiddenTests: allLines.length - visibleLines.length,
  }
}
