import type { Priority } from '@wardline/events'

const MINUTE_MS = 60_000

/**
 * How long an order of each priority may wait for the pharmacy (PHQ-4). STAT: dispensary target of 15 min met
 * in ≥ 90 % (Canadian Journal of Hospital Pharmacy); the others are ours and for a site to set.
 */
export const targetMs: Readonly<Record<Priority, number>> = {
  stat: 15 * MINUTE_MS,
  asap: 30 * MINUTE_MS,
  urgent: 60 * MINUTE_MS,
  routine: 240 * MINUTE_MS,
}
