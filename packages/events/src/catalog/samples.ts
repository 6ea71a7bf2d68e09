import type {
  AllergyIntolerance,
  CareTeam,
  Condition,
  DiagnosticReport,
  Encounter,
  MedicationDispense,
  MedicationRequest,
  Observation,
  Patient,
  ServiceRequest,
  Task,
} from 'fhir/r4'
import { referTo, staff, systems } from '../fhir.ts'

/** Minimal valid resources for the examples of the catalog, the documentation and the tests, all of one patient. */
export const versioned = { versionId: '1', lastUpdated: '2026-11-20T20:41:00.000Z' }
export const jane = referTo('Patient', 'p-jane', 'SMITH, Jane (Mrs)')
const amal = { userId: 'u-amal', name: 'Dr Amal Hassan' }
const omar = { userId: 'u-omar', name: 'Omar Farouk' }

export const samplePatient = (): Patient => ({
  resourceType: 'Patient',
  id: 'p-jane',
  meta: versioned,
  identifier: [{ system: systems.mrn, value: '1297287652', type: { coding: [{ system: systems.identifierType, code: 'MR' }] } }],
  name: [{ use: 'official', family: 'Smith', given: ['Jane'], prefix: ['Mrs'] }],
  gender: 'female',
  birthDate: '1959-03-14',
})

export const sampleEncounter = (): Encounter => ({
  resourceType: 'Encounter',
  id: 'e-1',
  meta: versioned,
  status: 'in-progress',
  class: { system: systems.actCode, code: 'IMP', display: 'inpatient encounter' },
  subject: jane,
  period: { start: '2026-11-18T09:12:00.000Z' },
  location: [{ location: referTo('Location', 'ward-3', 'Ward 3 · Medicine'), status: 'active' }],
  participant: [{ individual: staff(amal) }],
})

export const sampleCareTeam = (): CareTeam => ({
  resourceType: 'CareTeam',
  id: 'ct-1',
  meta: versioned,
  status: 'active',
  subject: jane,
  participant: [{ member: staff(amal), role: [{ text: 'Attending physician' }] }],
})

export const sampleCondition = (): Condition => ({
  resourceType: 'Condition',
  id: 'c-1',
  meta: versioned,
  clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'active' }] },
  verificationStatus: { coding: [{ system: systems.conditionVerification, code: 'confirmed' }] },
  code: {
    coding: [{ system: systems.snomed, code: '385093006', display: 'Community acquired pneumonia' }],
    text: 'Community-acquired pneumonia',
  },
  subject: jane,
  onsetDateTime: '2026-11-18',
  recordedDate: '2026-11-18T10:00:00.000Z',
  recorder: staff(amal),
})

export const sampleAllergy = (): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  id: 'a-1',
  meta: versioned,
  clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
  verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'confirmed' }] },
  criticality: 'high',
  code: { coding: [{ system: systems.rxnorm, code: '70618', display: 'penicillin' }], text: 'penicillin' },
  patient: jane,
  recordedDate: '2026-11-18T10:00:00.000Z',
  recorder: staff(amal),
  reaction: [{ manifestation: [{ text: 'anaphylaxis' }], severity: 'severe' }],
})

export const sampleOrder = (): ServiceRequest => ({
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

export const sampleFulfilment = (): Task => ({
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

export const sampleObservation = (): Observation => ({
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

export const sampleVital = (): Observation => ({
  ...sampleObservation(),
  id: 'v-1',
  category: [{ coding: [{ system: systems.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: systems.loinc, code: '8867-4' }], text: 'Pulse' },
  basedOn: undefined,
  valueQuantity: { value: 98, unit: '/min', system: systems.ucum, code: '/min' },
  interpretation: [{ coding: [{ system: systems.interpretation, code: 'H' }] }],
  referenceRange: [{ low: { value: 51 }, high: { value: 90 } }],
})

export const sampleReport = (): DiagnosticReport => ({
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

export const samplePrescription = (): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  id: 'm-1',
  meta: versioned,
  status: 'active',
  intent: 'order',
  priority: 'urgent',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'inpatient' }] }],
  medicationCodeableConcept: { coding: [{ system: systems.rxnorm, code: '2193', display: 'ceftriaxone' }], text: 'ceftriaxone' },
  subject: jane,
  authoredOn: '2026-11-20T20:52:00.000Z',
  requester: staff(amal),
  reasonCode: [{ text: 'pneumonia' }],
  dosageInstruction: [
    {
      text: '2 g intravenous once daily',
      route: { text: 'intravenous' },
      timing: { code: { text: 'once daily' } },
      doseAndRate: [{ doseQuantity: { value: 2, unit: 'g', system: systems.ucum, code: 'g' } }],
    },
  ],
})

export const sampleVerification = (): Task => ({
  resourceType: 'Task',
  id: 'tv-1',
  meta: versioned,
  status: 'requested',
  businessStatus: { coding: [{ system: systems.businessStatus, code: 'unverified' }] },
  intent: 'order',
  code: { coding: [{ system: systems.taskCode, code: 'verify-prescription' }] },
  focus: referTo('MedicationRequest', 'm-1'),
  for: jane,
  authoredOn: '2026-11-20T20:52:00.000Z',
  lastModified: '2026-11-20T20:52:00.000Z',
})

export const sampleDispense = (): MedicationDispense => ({
  resourceType: 'MedicationDispense',
  id: 'd-1',
  meta: versioned,
  status: 'completed',
  medicationCodeableConcept: { text: 'ceftriaxone' },
  subject: jane,
  authorizingPrescription: [referTo('MedicationRequest', 'm-1')],
  performer: [{ actor: staff(omar) }],
  quantity: { value: 5, unit: 'vial' },
  whenHandedOver: '2026-11-20T21:20:00.000Z',
})

export const sampleAlert = (): Task => ({
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

export const sampleStaff = { amal, omar }
