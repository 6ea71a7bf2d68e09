import type { DiagnosticReport, Observation, ServiceRequest, Task } from 'fhir/r4'
import { referTo, type Stored, staff, systems } from '../../fhir.ts'
import { jane, sampleStaff, versioned } from './identities.ts'

const { amal } = sampleStaff

export const sampleOrder = (): Stored<ServiceRequest> => ({
  resourceType: 'ServiceRequest',
  id: 'o-1',
  meta: versioned,
  status: 'active',
  intent: 'order',
  priority: 'stat',
  category: [{ coding: [{ system: systems.orderCategory, code: 'laboratory', display: 'Laboratory' }] }],
  code: { coding: [{ system: systems.loinc, code: '2823-3', display: 'Potassium [Moles/volume] in Serum or Plasma' }], text: 'Potassium' },
  subject: jane,
  authoredOn: '2026-11-20T20:30:00.000Z',
  requester: staff(amal),
  requisition: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:5d3c0c2e-54b1-4c39-9f0e-0a60f2d1b0aa' },
})

export const sampleFulfilment = (): Stored<Task> => ({
  resourceType: 'Task',
  id: 't-1',
  meta: versioned,
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: systems.taskCode, code: 'fulfil-order' }] },
  focus: referTo('ServiceRequest', 'o-1'),
  for: jane,
  authoredOn: '2026-11-20T20:30:00.000Z',
  lastModified: '2026-11-20T20:30:00.000Z',
})

export const sampleObservation = (): Stored<Observation> => ({
  resourceType: 'Observation',
  id: 'ob-1',
  meta: versioned,
  status: 'final',
  category: [{ coding: [{ system: systems.observationCategory, code: 'laboratory' }] }],
  code: { coding: [{ system: systems.loinc, code: '2823-3' }], text: 'Potassium' },
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-1')],
  effectiveDateTime: '2026-11-20T20:41:00.000Z',
  issued: '2026-11-20T20:58:00.000Z',
  valueQuantity: { value: 6.8, unit: 'mmol/L', system: systems.ucum, code: 'mmol/L' },
  interpretation: [{ coding: [{ system: systems.interpretation, code: 'HH' }] }],
  referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' }, text: '3.5–5.1' }],
})

export const sampleVital = (): Stored<Observation> => ({
  ...sampleObservation(),
  id: 'v-1',
  category: [{ coding: [{ system: systems.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: systems.loinc, code: '8867-4' }], text: 'Pulse' },
  basedOn: undefined,
  valueQuantity: { value: 98, unit: '/min', system: systems.ucum, code: '/min' },
  interpretation: [{ coding: [{ system: systems.interpretation, code: 'H' }] }],
  referenceRange: [{ low: { value: 51 }, high: { value: 90 } }],
})

export const sampleReport = (): Stored<DiagnosticReport> => ({
  resourceType: 'DiagnosticReport',
  id: 'r-1',
  meta: versioned,
  status: 'final',
  code: { coding: [{ system: systems.loinc, code: '2823-3' }], text: 'Potassium' },
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-1')],
  effectiveDateTime: '2026-11-20T20:41:00.000Z',
  issued: '2026-11-20T20:58:00.000Z',
  result: [referTo('Observation', 'ob-1')],
})

export const sampleAlert = (): Stored<Task> => ({
  resourceType: 'Task',
  id: 'al-1',
  meta: versioned,
  status: 'requested',
  businessStatus: { coding: [{ system: systems.businessStatus, code: 'raised' }] },
  intent: 'order',
  priority: 'stat',
  code: { coding: [{ system: systems.taskCode, code: 'critical-result' }] },
  focus: referTo('Observation', 'ob-1'),
  for: jane,
  authoredOn: '2026-11-20T20:58:00.000Z',
  lastModified: '2026-11-20T20:58:00.000Z',
  owner: staff(amal),
})
