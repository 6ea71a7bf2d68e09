import type { MedicationRow } from '@wardline/events'
import { aSubject } from '@wardline/events/testing'
import type { Drug, PrescriptionForm } from './prescribe/prescription.ts'

/** A formulary entry as the server returns it. */
export const ceftriaxone: Drug = {
  id: 'rx:2193:injection',
  code: '2193',
  generic: 'ceftriaxone',
  display: 'ceftriaxone',
  synonyms: ['Rocephin'],
  form: 'solution for injection',
  supplyUnit: 'vial',
  strength: { value: 1, unit: 'g' },
  routes: ['intravenous', 'intramuscular'],
  doseUnits: ['g'],
  usual: { value: '2', unit: 'g', route: 'intravenous', frequency: 'once daily' },
  highAlert: false,
  timeLimited: 'antibiotic',
}

/** A complete prescription form. */
export const complete: PrescriptionForm = {
  value: '2',
  unit: 'g',
  route: 'intravenous',
  frequency: 'once daily',
  days: '5',
  review: '',
  needsLimit: true,
  asNeeded: false,
  asNeededReason: '',
  indication: 'pneumonia',
  note: '',
  priority: 'routine',
}

/** Returns a prescription as a row of the list. */
export const medicine = (over: Partial<MedicationRow> = {}): MedicationRow => ({
  id: 'm-1',
  versionId: '1',
  commandId: null,
  code: '2193',
  generic: 'ceftriaxone',
  brand: null,
  form: 'solution for injection',
  dose: { value: '2', unit: 'g' },
  route: 'intravenous',
  frequency: 'once daily',
  asNeeded: false,
  asNeededReason: null,
  duration: '5 days',
  indication: 'pneumonia',
  supply: null,
  text: null,
  patient: aSubject(),
  status: 'active',
  priority: 'routine',
  authoredAt: '2026-11-20T20:52:00.000Z',
  requester: { userId: 'u-amal', name: 'Dr Amal Hassan' },
  stage: 'unverified',
  claim: null,
  taskId: 't-1',
  dispenseId: null,
  steps: [{ step: 'prescribed', at: '2026-11-20T20:52:00.000Z', by: { userId: 'u-amal', name: 'Dr Amal Hassan' } }],
  dispensed: null,
  stopped: null,
  duplicateReason: null,
  changedAt: '2026-11-20T20:52:00.000Z',
  ...over,
})
