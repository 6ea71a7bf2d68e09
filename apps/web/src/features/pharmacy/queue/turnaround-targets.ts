import type { Priority } from '@wardline/events'

const MINUTE_MS = 60_000

/**
 * Turnaround target of the pharmacy by priority, in ms (PHQ-4). STAT: 15 min, met in ≥ 90 % of orders (Canadian
 * Journal of Hospital Pharmacy). The others are defaults for a site to adjust.
 */
export const targetMs: Readonly<Record<Priority, number>> = {
  stat: 15 * MINUTE_MS,
  asap: 30 * MINUTE_MS,
  urgent: 60 * MINUTE_MS,
  routine: 240 * MINUTE_MS,
}
