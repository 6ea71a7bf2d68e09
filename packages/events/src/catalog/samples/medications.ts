import type { DetectedIssue, MedicationAdministration, MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import { referTo, type Stored, staff, systems } from '../../fhir.ts'
import { jane, sampleStaff, versioned } from './identities.ts'

const { amal, omar } = sampleStaff

export const samplePrescription = (): Stored<MedicationRequest> => ({
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

export const sampleVerification = (): Stored<Task> => ({
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

export const sampleDispense = (): Stored<MedicationDispense> => ({
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

export const sampleAdministration = (): Stored<MedicationAdministration> => ({
  resourceType: 'MedicationAdministration',
  id: 'ma-1',
  meta: versioned,
  status: 'completed',
  medicationCodeableConcept: { text: 'ceftriaxone' },
  subject: jane,
  request: referTo('MedicationRequest', 'm-1'),
  effectiveDateTime: '2026-11-20T21:40:00.000Z',
  performer: [{ actor: staff(amal) }],
  dosage: { dose: { value: 2, unit: 'g', system: systems.ucum, code: 'g' } },
})

const warning = (id: string, code: string, detail: string): Stored<DetectedIssue> => ({
  resourceType: 'DetectedIssue',
  id,
  meta: versioned,
  status: 'final',
  code: { coding: [{ system: systems.actCode, code }] },
  severity: 'high',
  patient: jane,
  identifiedDateTime: '2026-11-20T20:52:10.000Z',
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone')],
  detail,
})

export const sampleInteraction = (): Stored<DetectedIssue> => ({
  ...warning('di-1', 'DRG', 'Ceftriaxone and calcium-containing infusions precipitate.'),
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone'), referTo('MedicationRequest', 'm-2', 'calcium gluconate')],
})

export const sampleContraindication = (): Stored<DetectedIssue> => ({
  ...warning('di-2', 'ALGY', 'Recorded anaphylaxis to penicillin.'),
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone'), referTo('AllergyIntolerance', 'a-1', 'penicillin')],
})

export const sampleDoseIssue = (): Stored<DetectedIssue> => warning('di-3', 'DOSE', 'Above the daily maximum of 4 g.')
