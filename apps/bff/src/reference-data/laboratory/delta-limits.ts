import type { DeltaLimit } from '@wardline/events'

/** Beyond this interval a change reflects the patient rather than the specimen. */
const WITHIN_HOURS = 72

const percentOf: Readonly<Record<string, number>> = {
  '2823-3': 20,
  '2951-2': 5,
  '22664-7': 50,
  '14682-9': 50,
  '2000-8': 15,
  '29265-6': 15,
  '14879-1': 20,
  '1751-7': 20,
  '2885-2': 20,
  '14631-6': 50,
  '2157-6': 99,
  '14933-6': 40,
  '718-7': 20,
  '4544-3': 20,
  '787-2': 5,
  '777-3': 50,
}

/**
 * Delta check limits: change in percent within three days above which the specimen is checked (LAB-5). Limits in common
 * use after Ladenson JH, Clin Chem 1975;21:1648; a laboratory replaces the whole table under a new version.
 */
export const deltaLimits = { version: 'wardline 1', withinHours: WITHIN_HOURS, percentOf } as const

export function deltaLimitOf(code: string): DeltaLimit | null {
  const percent = percentOf[code]
  return percent === undefined ? null : { percent, withinHours: WITHIN_HOURS }
}
