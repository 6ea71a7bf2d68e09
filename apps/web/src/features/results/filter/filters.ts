import type { ResultRow } from '@wardline/events'
import { isAbnormal } from '@wardline/events'

const HOUR_MS = 3_600_000

/** Periods of the filter; the active one is stated above the list (RT-10). */
export const periods = ['all', '48h', '7d', '30d', '1y'] as const
export type Period = (typeof periods)[number]

const periodLengths: Record<Exclude<Period, 'all'>, number> = {
  '48h': 48 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  '1y': 365 * 24 * HOUR_MS,
}

/** Returns the start of a period, rounded down to the hour so that lists stay stable; null means no limit. */
export function sinceOf(period: Period, now: number): string | null {
  if (period === 'all') return null
  return new Date(Math.floor((now - periodLengths[period]) / HOUR_MS) * HOUR_MS).toISOString()
}

export interface ResultFilter {
  readonly since: string | null
  readonly abnormalOnly: boolean
}

export const matchesFilter = (row: ResultRow, { since, abnormalOnly }: ResultFilter): boolean =>
  (since === null || row.collectedAt >= since) && (!abnormalOnly || isAbnormal(row.flag))
