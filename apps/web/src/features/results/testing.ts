import type { AlertRow, ResultRow } from '@wardline/events'
import { aSubject } from '@wardline/events/testing'

/** A result as the view holds it; the newest potassium unless said otherwise. */
export const aResult = (over: Partial<ResultRow> = {}): ResultRow => ({
  id: 'ob-1',
  versionId: '1',
  commandId: null,
  code: '2823-3',
  display: 'Potassium',
  value: '4.4',
  number: 4.4,
  comparator: null,
  unit: 'mmol/L',
  flag: 'N',
  range: { low: 3.5, high: 5.1, text: '3.5–5.1' },
  panel: 'Renal profile',
  reportId: 'r-1',
  orderId: 'o-1',
  status: 'final',
  collectedAt: '2026-11-20T20:41:00.000Z',
  resultedAt: '2026-11-20T20:58:00.000Z',
  performer: 'Yusuf Ali',
  note: null,
  reviewed: null,
  replaced: null,
  ...over,
})

/** A critical value that calls somebody. */
export const anAlert = (over: Partial<AlertRow> = {}): AlertRow => ({
  id: 'al-1',
  versionId: '1',
  commandId: null,
  patient: aSubject(),
  observationId: 'ob-1',
  display: 'Potassium',
  value: '6.8',
  number: 6.8,
  comparator: null,
  unit: 'mmol/L',
  flag: 'HH',
  range: { low: 3.5, high: 5.1, text: '3.5–5.1' },
  limit: '≥ 6.5 mmol/L',
  previous: null,
  collectedAt: '2026-11-20T20:41:00.000Z',
  knownAt: '2026-11-20T20:58:00.000Z',
  releasedBy: 'Yusuf Ali',
  notify: [],
  state: 'raised',
  acknowledgedBy: null,
  acknowledgedAt: null,
  ...over,
})
