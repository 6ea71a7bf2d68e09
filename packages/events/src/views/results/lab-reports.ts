import { isCritical } from '../../interpretation.ts'
import type { AlertRow } from '../alerts/alerts.ts'
import type { Reported } from './observation.ts'
import type { ResultRow, Review } from './results.ts'

export interface LabTest extends Pick<Reported, 'value' | 'unit' | 'flag' | 'range'> {
  readonly observationId: string
  readonly versionId: string
  readonly code: string
  readonly display: string
  readonly status: ResultRow['status']
}

/** A laboratory report (document 001): tests, critical values, viewers and reviewers. */
export interface LabReport {
  /** null for a value without a report. */
  readonly reportId: string | null
  readonly display: string
  readonly orderId: string | null
  /** Status of the least final value. */
  readonly status: ResultRow['status']
  readonly collectedAt: string
  readonly resultedAt: string | null
  readonly performer: string | null
  readonly tests: readonly LabTest[]
  readonly critical: boolean
  readonly criticalAlerts: readonly Pick<AlertRow, 'id' | 'observationId' | 'limit' | 'state' | 'acknowledgedBy' | 'acknowledgedAt'>[]
  /** Users who viewed it in another system, with their first time (decision 15: not a review). */
  readonly viewedBy: readonly Review[]
  readonly reviewedBy: readonly Review[]
  /** Whether every value is reviewed in its current version. */
  readonly reviewed: boolean
}

const leastFinalFirst: readonly ResultRow['status'][] = ['registered', 'preliminary', 'corrected', 'amended', 'final']

const statusOf = (rows: readonly [ResultRow, ...ResultRow[]]): ResultRow['status'] =>
  leastFinalFirst.find((status) => rows.some((row) => row.status === status)) ?? rows[0].status

const onePerUser = (reviews: readonly Review[]): readonly Review[] => [
  ...new Map([...reviews].reverse().map((review) => [review.userId, review])).values(),
]

function reportOf(rows: readonly [ResultRow, ...ResultRow[]], alerts: readonly AlertRow[]): LabReport {
  const [first] = rows
  const ids = new Set(rows.map(({ id }) => id))
  return {
    reportId: first.reportId,
    display: first.panel ?? first.display,
    orderId: first.orderId,
    status: statusOf(rows),
    collectedAt: first.collectedAt,
    resultedAt: first.resultedAt,
    performer: first.performer,
    tests: rows.map(({ id, versionId, code, display, value, unit, flag, range, status }) => ({
      observationId: id,
      versionId,
      code,
      display,
      value,
      unit,
      flag,
      range,
      status,
    })),
    critical: rows.some(({ flag }) => isCritical(flag)),
    criticalAlerts: alerts
      .filter(({ observationId }) => observationId !== null && ids.has(observationId))
      .map(({ id, observationId, limit, state, acknowledgedBy, acknowledgedAt }) => ({
        id,
        observationId,
        limit,
        state,
        acknowledgedBy,
        acknowledgedAt,
      })),
    viewedBy: onePerUser(rows.flatMap(({ viewed }) => viewed ?? [])),
    reviewedBy: onePerUser(rows.flatMap(({ reviewed }) => reviewed ?? [])),
    reviewed: rows.every(({ reviewed }) => reviewed !== null),
  }
}

/** Groups result rows into reports, in the order of the list. Reports have no rows of their own, so they are always consistent. */
export function labReportsOf(results: readonly ResultRow[], alerts: readonly AlertRow[]): readonly LabReport[] {
  const byReport = new Map<string, [ResultRow, ...ResultRow[]]>()
  for (const row of results) {
    const key = row.reportId ? `report ${row.reportId}` : `value ${row.id}`
    const group = byReport.get(key)
    if (group) group.push(row)
    else byReport.set(key, [row])
  }
  return [...byReport.values()].map((rows) => reportOf(rows, alerts))
}
