import { isAbnormal, isCritical, type ResultRow } from '@wardline/events'
import { compareTests } from '../../../clinical/laboratory-sections.ts'

export interface LatestResult {
  readonly row: ResultRow
  /** Oldest first, all in the unit of the newest (FMT-10). */
  readonly history: readonly ResultRow[]
}

const HISTORY_LENGTH = 12

const severityRank = ({ flag }: ResultRow) => (isCritical(flag) ? 2 : isAbnormal(flag) ? 1 : 0)

/**
 * Returns the latest value of each test, newest collection first; within one collection critical before abnormal before
 * normal, then in the order of the laboratory. Cancelled results are skipped.
 * @param rows newest first, as the view orders them
 */
export function latestResults(rows: readonly ResultRow[]): readonly LatestResult[] {
  const byTest = new Map<string, ResultRow[]>()
  for (const row of rows) {
    if (row.value === null || row.status === 'cancelled') continue
    const id = row.code || row.display
    const group = byTest.get(id)
    if (group) group.push(row)
    else byTest.set(id, [row])
  }
  return [...byTest.values()]
    .flatMap((group) => {
      const [row] = group
      return row
        ? [
            {
              row,
              history: group
                .filter((other) => other.unit === row.unit)
                .slice(0, HISTORY_LENGTH)
                .toReversed(),
            },
          ]
        : []
    })
    .toSorted(
      (a, b) =>
        b.row.collectedAt.localeCompare(a.row.collectedAt) || severityRank(b.row) - severityRank(a.row) || compareTests(a.row, b.row),
    )
}
