import { isAbnormal, isCritical, type ResultRow } from '@wardline/events'
import { byPlace } from '../../../clinical/laboratory-sections.ts'

export interface LatestResult {
  readonly row: ResultRow
  /** Oldest first, all in the unit of the newest (FMT-10). */
  readonly course: readonly ResultRow[]
}

const COURSE_LENGTH = 12

const weight = ({ flag }: ResultRow) => (isCritical(flag) ? 2 : isAbnormal(flag) ? 1 : 0)

/**
 * The newest value of each test, the newest collection first; within one collection critical before abnormal
 * before normal, then in the laboratory's order. A cancelled result is no value of the test.
 * @param rows newest first, as the view orders them
 */
export function latestResults(rows: readonly ResultRow[]): readonly LatestResult[] {
  const byTest = new Map<string, ResultRow[]>()
  for (const row of rows) {
    if (row.value === null || row.status === 'cancelled') continue
    const id = row.code || row.display
    const of = byTest.get(id)
    if (of) of.push(row)
    else byTest.set(id, [row])
  }
  return [...byTest.values()]
    .flatMap((of) => {
      const [row] = of
      return row
        ? [
            {
              row,
              course: of
                .filter((other) => other.unit === row.unit)
                .slice(0, COURSE_LENGTH)
                .toReversed(),
            },
          ]
        : []
    })
    .toSorted((a, b) => b.row.collectedAt.localeCompare(a.row.collectedAt) || weight(b.row) - weight(a.row) || byPlace(a.row, b.row))
}
