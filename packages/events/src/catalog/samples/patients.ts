import type { AllergyIntolerance, CareTeam, Condition, Encounter, Patient } from 'fhir/r4'
import { referTo, type Stored, staff, systems } from '../../fhir.ts'
import { jane, sampleStaff, versioned } from './identities.ts'

const { amal } = sampleStaff

export const samplePatient = (): Stored<Patient> => ({
  resourceType: 'Patient',
  id: 'p-jane',
  meta: versioned,
  identifier: [{ system: systems.mrn, value: '1297287652', type: { coding: [{ system: systems.identifierType, code: 'MR' }] } }],
  name: [{ use: 'official', family: 'Smith', given: ['Jane'], prefix: ['Mrs'] }],
  gender: 'female',
  birthDate: '1959-03-14',
})

export const sampleEncounter = (): Stored<Encounter> => ({
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

export const sampleCareTeam = (): Stored<CareTeam> => ({
  resourceType: 'CareTeam',
  id: 'ct-1',
  meta: versioned,
  status: 'active',
  subject: jane,
  participant: [{ member: staff(amal), role: [{ text: 'Attending physician' }] }],
})

export const sampleCondition = (): Stored<Condition> => ({
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

export const sampleAllergy = (): Stored<AllergyIntolerance> => ({
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
