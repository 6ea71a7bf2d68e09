import { needsPatient, type PublishedEvent, type Stored, type Subject, subjectOf, systems, type WithId } from '@wardline/events'
import type { Encounter, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { withMrn } from '../import/import-identity.ts'
import { Rejected } from './rejection.ts'

/** The patient of a message, with their unit after the message is recorded. */
export interface PatientMatch {
  readonly patient: WithId<Patient>
  readonly subject: Subject
  readonly encounter: WithId<Encounter> | null
  /** The previous unit when the message transfers the patient; null otherwise. */
  readonly fromUnitId: string | null
}

async function findPatient(resources: Resources, { patientId, patientMRN }: PublishedEvent): Promise<Stored<Patient> | null> {
  const byId = patientId ? await resources.read('Patient', patientId) : null
  if (!patientMRN) return byId
  const [byNumber] = await resources.find('Patient', { identifier: { system: systems.mrn, value: patientMRN }, limit: 1 })
  // Two identifiers of two patients: the patient is ambiguous (NPSG.01.01.01).
  if (byId && byNumber && byId.id !== byNumber.id)
    throw new Rejected('two-patients', 'patient id and record number belong to different patients')
  if (byId && !byNumber) throw new Rejected('two-patients', 'the record number does not belong to the patient id')
  return byId ?? byNumber ?? null
}

/** Returns the encounter of a message, which determines the patient's unit. */
const encounterIn = (resource: WithId): WithId<Encounter> | null => (resource.resourceType === 'Encounter' ? resource : null)

/** Finds the patient of a message, also one that the message creates. @throws Rejected when none or two patients match. */
export async function matchPatient(resources: Resources, event: PublishedEvent): Promise<PatientMatch | null> {
  const resource = event.data.resource as WithId
  const recorded = await findPatient(resources, event)
  if (resource.resourceType === 'Patient' && recorded && recorded.id !== resource.id)
    throw new Rejected('two-patients', 'the record number belongs to another patient')
  const patient = resource.resourceType === 'Patient' ? withMrn(resource) : recorded
  if (!patient) {
    if (needsPatient(event.eventType) || event.patientId || event.patientMRN)
      throw new Rejected('unknown-patient', 'no patient of this hospital matches', { isRetryable: true })
    return null
  }
  const patientId = recorded?.id ?? patient.id
  const [currentEncounter = null] = recorded ? await resources.find('Encounter', { patientId, status: ['in-progress'], limit: 1 }) : []
  const messageEncounter = encounterIn(resource)
  const encounterAfter = messageEncounter
    ? messageEncounter.status === 'in-progress'
      ? messageEncounter
      : messageEncounter.id === currentEncounter?.id
        ? null
        : currentEncounter
    : currentEncounter
  const subject = subjectOf(patient, encounterAfter)
  const previousUnitId = recorded ? subjectOf(recorded, currentEncounter).unitId : null
  return {
    patient: recorded ?? patient,
    subject,
    encounter: encounterAfter,
    fromUnitId: previousUnitId !== null && previousUnitId !== subject.unitId ? previousUnitId : null,
  }
}
