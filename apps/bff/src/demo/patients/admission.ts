import { extensions, referTo, staff, systems, type WithId } from '@wardline/events'
import type { AllergyIntolerance, CareTeam, Condition, Encounter, Patient } from 'fhir/r4'
import { type DemoPerson, demoStaff, unitNamed } from '../staff.ts'
import { type PatientScenario, patientScenarios } from './patient-scenarios.ts'
import type { DemoPatient } from './people.ts'

const person = ({ userId, name }: DemoPerson) => ({ userId, name })

export const patientResource = (demo: DemoPatient, diedAt: string | null): WithId<Patient> => ({
  resourceType: 'Patient',
  id: demo.key,
  identifier: [{ system: systems.mrn, value: demo.mrn, type: { coding: [{ system: systems.identifierType, code: 'MR' }] } }],
  active: true,
  name: [
    {
      use: 'official',
      family: demo.family,
      given: [demo.given],
      ...(demo.prefix ? { prefix: [demo.prefix] } : {}),
      ...(demo.nameAr ? { extension: [{ url: extensions.nameArabic, valueString: demo.nameAr }] } : {}),
    },
  ],
  gender: demo.sex,
  birthDate: demo.birthDate,
  ...(diedAt ? { deceasedDateTime: diedAt } : {}),
})

const reference = (demo: DemoPatient) => referTo('Patient', demo.key, `${demo.family.toUpperCase()}, ${demo.given}`)

/** The encounter with unit and bed; finished if the patient died. */
export function encounterResource(demo: DemoPatient, from: string, until: string | null): WithId<Encounter> {
  const { unitId, name } = unitNamed(demo.unitId)
  return {
    resourceType: 'Encounter',
    id: `${demo.key}-stay`,
    status: until ? 'finished' : 'in-progress',
    class: {
      system: systems.actCode,
      code: demo.unitId === 'ed' ? 'EMER' : 'IMP',
      display: demo.unitId === 'ed' ? 'emergency' : 'inpatient encounter',
    },
    subject: reference(demo),
    participant: [{ individual: staff(person(demo.attending)) }],
    period: until ? { start: from, end: until } : { start: from },
    reasonCode: [{ text: patientScenarios[demo.scenario].reason }],
    location: [
      { location: referTo('Location', unitId, name), status: until ? 'completed' : 'active' },
      {
        location: { display: demo.bed },
        status: until ? 'completed' : 'active',
        physicalType: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code: 'bd', display: 'Bed' }] },
      },
    ],
  }
}

const nurseOf = (demo: DemoPatient) => (demo.unitId === 'ward-5' || demo.unitId === 'ward-6' ? demoStaff.salma : demoStaff.huda)

export const careTeamResource = (demo: DemoPatient): WithId<CareTeam> => ({
  resourceType: 'CareTeam',
  id: `${demo.key}-team`,
  status: 'active',
  subject: reference(demo),
  participant: [
    { role: [{ text: 'Attending physician' }], member: staff(person(demo.attending)) },
    { role: [{ text: 'Primary nurse' }], member: staff(person(nurseOf(demo))) },
    { role: [{ text: 'Ward pharmacist' }], member: staff(person(demoStaff.omar)) },
  ],
})

/** Problems of this admission start at admission; older ones in the year of diagnosis. */
export const problemResources = (demo: DemoPatient, { problems }: PatientScenario, admittedAt: string): readonly WithId<Condition>[] =>
  problems.map(([snomed, words, sinceYears], index) => ({
    resourceType: 'Condition',
    id: `${demo.key}-problem-${index}`,
    clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.conditionVerification, code: 'confirmed' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] }],
    code: { coding: [{ system: systems.snomed, code: snomed, display: words }], text: words },
    subject: reference(demo),
    onsetDateTime: sinceYears === 0 ? admittedAt.slice(0, 10) : String(Number(admittedAt.slice(0, 4)) - sinceYears),
    recordedDate: admittedAt,
    recorder: staff(person(demo.attending)),
  }))

/** SNOMED CT "No known allergy": a recorded statement, distinct from no allergy record at all (SHL-3). */
const NO_KNOWN_ALLERGY = '716186003'

const allergy = (demo: DemoPatient, index: number, at: string): Omit<WithId<AllergyIntolerance>, 'code'> => ({
  resourceType: 'AllergyIntolerance',
  id: `${demo.key}-allergy-${index}`,
  clinicalStatus: { coding: [{ system: systems.allergyClinical, code: 'active' }] },
  verificationStatus: { coding: [{ system: systems.allergyVerification, code: 'confirmed' }] },
  patient: reference(demo),
  recordedDate: at,
  recorder: staff(person(nurseOf(demo))),
})

export function allergyResources(demo: DemoPatient, { allergies }: PatientScenario, at: string): readonly WithId<AllergyIntolerance>[] {
  if (allergies === 'not recorded') return []
  if (allergies === 'none')
    return [{ ...allergy(demo, 0, at), code: { coding: [{ system: systems.snomed, code: NO_KNOWN_ALLERGY }], text: 'No known allergy' } }]
  return allergies.map(([substance, reaction, severity], index) => ({
    ...allergy(demo, index, at),
    type: reaction === 'nausea' || reaction === 'confusion' ? 'intolerance' : 'allergy',
    criticality: severity === 'severe' ? 'high' : 'low',
    code: { text: substance },
    reaction: [{ manifestation: [{ text: reaction }], severity }],
  }))
}

export { nurseOf }
