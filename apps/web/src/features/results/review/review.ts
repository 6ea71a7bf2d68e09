import { type AlertRow, isCritical, type ResultRow } from '@wardline/events'
import { type CountedAs, counting } from '@wardline/ui'

const DAY_MS = 86_400_000
/** A result that answers no order of this hospital is somebody's task while it is news; later it is history. */
const REVIEW_WINDOW_MS = 30 * DAY_MS

const hasContent = (row: ResultRow) => row.value !== null && row.status !== 'registered' && row.status !== 'cancelled'

/** Whether this version still waits for somebody to say "I have read it" (RES-11, RES-12). */
export function needsReview(row: ResultRow, now: number): boolean {
  if (row.reviewed !== null || !hasContent(row)) return false
  return row.orderId !== null || (row.resultedAt !== null && now - Date.parse(row.resultedAt) < REVIEW_WINDOW_MS)
}

/** What waits for this person: results of their own orders, and those that answer nobody's (RES-1). */
export const isNewFor = (row: ResultRow, now: number, userId: string): boolean =>
  needsReview(row, now) && (!row.orderedBy || row.orderedBy.userId === userId)

/** Only normal results may be marked reviewed together (RES-13). */
export const canReviewInBatch = (row: ResultRow): boolean => row.reviewed === null && hasContent(row) && row.flag === 'N'

export type ReviewMode =
  /** One key, no question. */
  | 'at-once'
  /** Abnormal, or nobody said it is normal: asks first. */
  | 'confirm'
  /** Critical and not acknowledged: the alert comes first (INB-3). */
  | 'acknowledge-first'
  /** Critical: never by a single key; its own button and sheet. */
  | 'sheet-only'
  /** Nothing to review: reviewed already, or no value yet. */
  | 'nothing'

/** How a result is reviewed; acknowledging, reviewing and opening stay three different things (INB-3, RES-10). */
export function reviewModeOf(row: ResultRow, alerts: readonly AlertRow[]): ReviewMode {
  if (row.reviewed !== null || !hasContent(row)) return 'nothing'
  if (alerts.some((alert) => alert.observationId === row.id && alert.state === 'raised')) return 'acknowledge-first'
  if (isCritical(row.flag)) return 'sheet-only'
  return row.flag === 'N' ? 'at-once' : 'confirm'
}

/** Critical results stay on top until acknowledged and reviewed (RES-16). */
export function isPinned(row: ResultRow, alerts: readonly AlertRow[]): boolean {
  const isRaised = alerts.some((alert) => alert.observationId === row.id && alert.state === 'raised')
  const hasAlert = alerts.some((alert) => alert.observationId === row.id)
  return isRaised || (hasAlert && isCritical(row.flag) && row.reviewed === null)
}

const categories = ['critical', 'all'] as const

/** What the tab's badges say: counted from the very rows the list shows (SHL-7). */
export const reviewCounts = () => counting<ResultRow, (typeof categories)[number]>(categories)

/** @param now server time in ms */
export const reviewCategories =
  (now: number): CountedAs<ResultRow, (typeof categories)[number]> =>
  (row) =>
    needsReview(row, now) ? (isCritical(row.flag) ? categories : ['all']) : []
