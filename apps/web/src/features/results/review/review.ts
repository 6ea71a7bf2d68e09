import { type AlertRow, isCritical, type ResultRow } from '@wardline/events'
import { type CategoriesOf, countByCategory } from '@wardline/ui'

const DAY_MS = 86_400_000
/** A result without an order of this hospital needs review for this long after its release; later it is historical. */
const REVIEW_WINDOW_MS = 30 * DAY_MS

const hasContent = (row: ResultRow) => row.value !== null && row.status !== 'registered' && row.status !== 'cancelled'

/** Returns whether this version still needs review (RES-11, RES-12). */
export function needsReview(row: ResultRow, now: number): boolean {
  if (row.reviewed !== null || !hasContent(row)) return false
  return row.orderId !== null || (row.resultedAt !== null && now - Date.parse(row.resultedAt) < REVIEW_WINDOW_MS)
}

/** Returns whether the result awaits review by this user: own orders and results without an orderer (RES-1). */
export const isNewFor = (row: ResultRow, now: number, userId: string): boolean =>
  needsReview(row, now) && (!row.orderedBy || row.orderedBy.userId === userId)

/** Returns whether the result may be reviewed in a batch: normal results only (RES-13). */
export const canReviewInBatch = (row: ResultRow): boolean => row.reviewed === null && hasContent(row) && row.flag === 'N'

export type ReviewMode =
  /** Reviewed with one key, without confirmation. */
  | 'at-once'
  /** Abnormal or without a flag: needs confirmation. */
  | 'confirm'
  /** Critical and not acknowledged: the alert must be acknowledged first (INB-3). */
  | 'acknowledge-first'
  /** Critical: never with a single key, only with button and sheet. */
  | 'sheet-only'
  /** Already reviewed, or no value yet. */
  | 'nothing'

/** Returns how a result is reviewed; acknowledging, reviewing and opening are separate actions (INB-3, RES-10). */
export function reviewModeOf(row: ResultRow, alerts: readonly AlertRow[]): ReviewMode {
  if (row.reviewed !== null || !hasContent(row)) return 'nothing'
  if (alerts.some((alert) => alert.observationId === row.id && alert.state === 'raised')) return 'acknowledge-first'
  if (isCritical(row.flag)) return 'sheet-only'
  return row.flag === 'N' ? 'at-once' : 'confirm'
}

/** Returns whether a critical result is pinned: until acknowledged and reviewed (RES-16). */
export function isPinned(row: ResultRow, alerts: readonly AlertRow[]): boolean {
  const isRaised = alerts.some((alert) => alert.observationId === row.id && alert.state === 'raised')
  const hasAlert = alerts.some((alert) => alert.observationId === row.id)
  return isRaised || (hasAlert && isCritical(row.flag) && row.reviewed === null)
}

const categories = ['critical', 'all'] as const

/** Counts for the tab badges, from the same rows as the list (SHL-7). */
export const reviewCounts = () => countByCategory<ResultRow, (typeof categories)[number]>(categories)

/** @param now server time in ms */
export const reviewCategories =
  (now: number): CategoriesOf<ResultRow, (typeof categories)[number]> =>
  (row) =>
    needsReview(row, now) ? (isCritical(row.flag) ? categories : ['all']) : []
