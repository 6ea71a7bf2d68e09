import type { MedicationRow, Subject } from '@wardline/events'

export const jane: Subject = {
  patientId: 'p-jane' as Subject['patientId'],
  mrn: '1297287652',
  name: 'SMITH, Jane (Mrs)',
  nameAr: null,
  birthDate: '1959-03-14',
  sex: 'female',
  deceasedAt: null,
  unitId: 'ward-3' as Subject['unitId'],
  unitName: 'Ward 3 · Medicine',
  bed: 'Bed 12',
}

export const omar = { userId: 'u-omar', name: 'Omar Farouk' }
export const lina = { userId: 'u-lina', name: 'Lina Abbas' }
export const amal = { userId: 'u-amal', name: 'Dr Amal Hassan' }

/** Returns a pharmacy queue row for tests, authored 20-Nov-2026 20:00 UTC. */
export const queueRow = (change: Partial<MedicationRow> = {}): MedicationRow => ({
  id: 'm-1',
  versionId: '1',
  commandId: null,
  code: '2193',
  generic: 'ceftriaxone',
  brand: null,
  form: null,
  dose: { value: '2', unit: 'g' },
  route: 'intravenous',
  frequency: 'once daily',
  asNeeded: false,
  asNeededReason: null,
  duration: null,
  indication: 'pneumonia',
  supply: { value: 5, unit: 'vial' },
  text: null,
  patient: jane,
  status: 'active',
  priority: 'routine',
  authoredAt: '2026-11-20T20:00:00.000Z',
  requester: amal,
  stage: 'unverified',
  claim: null,
  taskId: 't-1',
  dispenseId: null,
  steps: [{ step: 'prescribed', at: '2026-11-20T20:00:00.000Z', by: amal }],
  dispensed: null,
  stopped: null,
  duplicateReason: null,
  changedAt: '2026-11-20T20:00:00.000Z',
  ...change,
})
