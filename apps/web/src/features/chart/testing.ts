import type { VitalRow } from '@wardline/events'

/** Returns a pulse as a row of the vitals view. */
export const aVital = (over: Partial<VitalRow> = {}): VitalRow => ({
  id: 'v-1',
  versionId: '1',
  commandId: null,
  code: '8867-4',
  display: 'Pulse',
  value: '98',
  number: 98,
  comparator: null,
  unit: '/min',
  flag: 'H',
  range: { low: 51, high: 90, text: '51–90' },
  effectiveAt: '2026-11-20T20:30:00.000Z',
  recordedAt: '2026-11-20T20:32:00.000Z',
  by: 'Nurse Huda',
  ...over,
})
