import type { AllergyIntolerance, CareTeam, Condition, Encounter, Observation, Patient } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import { systems } from '../fhir.ts'
import type { Room } from '../ids.ts'
import { type Audience, audiences } from '../people.ts'
import { rooms } from '../rooms.ts'
import { sampleAllergy, sampleCareTeam, sampleCondition, sampleEncounter, samplePatient, sampleVital } from './samples/index.ts'

const noData = z.object({})

/** Audiences of problems, medications and vital signs. */
export const treatingAudience: readonly Audience[] = ['care', 'pharmacy']
/** Audiences that also receive allergies and critical values. */
export const clinicalAudience: readonly Audience[] = ['care', 'pharmacy', 'laboratory']

// biome-ignore lint/suspicious/noExplicitAny: only the subject is read, so any resource and payload are accepted
type WithSubject = Pick<Occurrence<any, unknown>, 'subject'>

export const patientRoom = ({ subject }: WithSubject): readonly Room[] =>
  subject ? [rooms.patient(subject.patientId)] : [rooms.facilityAlerts]
/** Rooms of events that also change the unit's census. */
export const patientAndUnit = (occurrence: WithSubject): readonly Room[] => [
  ...patientRoom(occurrence),
  ...(occurrence.subject ? [rooms.unit(occurrence.subject.unitId)] : []),
]

/** Previous unit of a transferred patient; its room receives the event as well. */
const transferData = z.object({ fromUnitId: z.string().nullable() })
/** Returns the patient's room and the rooms of the current and the previous unit. */
export const patientAndBothUnits = (
  occurrence: WithSubject & { readonly data: { readonly fromUnitId?: string | null | undefined } },
): readonly Room[] => [
  ...patientAndUnit(occurrence),
  ...(occurrence.data.fromUnitId && occurrence.data.fromUnitId !== occurrence.subject?.unitId
    ? [rooms.unit(occurrence.data.fromUnitId)]
    : []),
]

export const patientEvents = declareEvents({
  'patient.created': event<Patient>()({
    workflow: 'PATIENT_REGISTERED',
    aliases: ['patient_registered'],
    topic: 'patient',
    action: 'created',
    data: noData,
    rooms: patientAndUnit,
    audience: audiences,
    example: () => ({ resource: samplePatient(), data: {} }),
  }),
  'patient.updated': event<Patient>()({
    workflow: 'PATIENT_UPDATED',
    aliases: ['patient_updated'],
    topic: 'patient',
    action: 'updated',
    data: noData,
    rooms: patientAndUnit,
    audience: audiences,
    example: () => ({ resource: samplePatient(), data: {} }),
  }),
  'patient.allergy.added': event<AllergyIntolerance>()({
    workflow: 'ALLERGY_ADDED',
    aliases: [],
    topic: 'patient',
    action: 'created',
    data: noData,
    rooms: patientAndUnit,
    audience: clinicalAudience,
    urgent: true,
    example: () => ({ resource: sampleAllergy(), data: {} }),
  }),
  'patient.allergy.removed': event<AllergyIntolerance>()({
    workflow: 'ALLERGY_REMOVED',
    aliases: [],
    topic: 'patient',
    action: 'updated',
    data: z.object({ reason: z.string() }),
    rooms: patientAndUnit,
    audience: clinicalAudience,
    urgent: true,
    example: () => ({ resource: sampleAllergy(), data: { reason: 'Entered for the wrong patient' } }),
  }),
  'patient.careteam.changed': event<CareTeam>()({
    workflow: 'CARE_TEAM_CHANGED',
    aliases: [],
    topic: 'patient',
    action: 'updated',
    data: noData,
    rooms: patientRoom,
    audience: audiences,
    example: () => ({ resource: sampleCareTeam(), data: {} }),
  }),
  'diagnosis.added': event<Condition>()({
    workflow: 'PROBLEM_ADDED',
    aliases: ['diagnosis_added'],
    topic: 'clinical',
    action: 'created',
    data: noData,
    rooms: patientRoom,
    audience: treatingAudience,
    example: () => ({ resource: sampleCondition(), data: {} }),
  }),
  'diagnosis.updated': event<Condition>()({
    workflow: 'PROBLEM_UPDATED',
    aliases: ['diagnosis_updated'],
    topic: 'clinical',
    action: 'updated',
    data: noData,
    rooms: patientRoom,
    audience: treatingAudience,
    example: () => ({ resource: sampleCondition(), data: {} }),
  }),
  'diagnosis.resolved': event<Condition>()({
    workflow: 'PROBLEM_RESOLVED',
    aliases: ['diagnosis_resolved'],
    topic: 'clinical',
    action: 'updated',
    data: noData,
    rooms: patientRoom,
    audience: treatingAudience,
    example: () => ({
      resource: {
        ...sampleCondition(),
        clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'resolved' }] },
        abatementDateTime: '2026-11-20',
      },
      data: {},
    }),
  }),
  'encounter.started': event<Encounter>()({
    workflow: 'ENCOUNTER_STARTED',
    aliases: ['encounter_created', 'patient_admitted', 'ENCOUNTER'],
    topic: 'clinical',
    action: 'created',
    data: transferData,
    rooms: patientAndBothUnits,
    audience: audiences,
    example: () => ({ resource: sampleEncounter(), data: { fromUnitId: 'registry' } }),
  }),
  'encounter.updated': event<Encounter>()({
    workflow: 'ENCOUNTER_UPDATED',
    aliases: ['encounter_updated', 'patient_transferred'],
    topic: 'clinical',
    action: 'updated',
    data: transferData,
    rooms: patientAndBothUnits,
    audience: audiences,
    example: () => ({ resource: sampleEncounter(), data: { fromUnitId: null } }),
  }),
  'encounter.completed': event<Encounter>()({
    workflow: 'ENCOUNTER_COMPLETED',
    aliases: ['encounter_closed', 'patient_discharged'],
    topic: 'clinical',
    action: 'updated',
    data: transferData,
    rooms: patientAndBothUnits,
    audience: audiences,
    example: () => ({
      resource: {
        ...sampleEncounter(),
        status: 'finished',
        period: { start: '2026-11-18T09:12:00.000Z', end: '2026-11-21T09:00:00.000Z' },
      },
      data: { fromUnitId: 'ward-3' },
    }),
  }),
  /** One set of vital signs; `related` has the other observations of the set. */
  'encounter.vitals.recorded': event<Observation>()({
    workflow: 'VITALS_RECORDED',
    aliases: ['vital_signs_recorded', 'device.vitals.recorded'],
    topic: 'device',
    action: 'created',
    data: noData,
    rooms: patientAndUnit,
    audience: treatingAudience,
    example: () => ({ resource: sampleVital(), data: {} }),
  }),
})
