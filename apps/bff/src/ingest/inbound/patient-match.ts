import { needsPatient, type PublishedEvent, type Subject, subjectOf, systems } from '@wardline/events'
import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { withMrn } from '../import/import-identity.ts'
import { Rejected } from './rejection.ts'

/** The patient of a message, with their unit after the message is recorded. */
export interface Whom {
  readonly patient: Patient
  readonly subject: Subject
  readonly encounter: Encounter | null
  /** The previous unit when the message transfers the patient; null otherwise. */
  readonly fromUnitId: string | null
}

async function known(resources: Resources, { patientId, patientMRN }: PublishedEvent): Promise<Patient | null> {
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
const stayIn = (resource: FhirResource): Encounter | null => (resource.resourceType === 'Encounter' ? resource : null)

/** Finds the patient of a message, also one that the message creates. @throws Rejected when none or two patients match. */
export async function whomOf(resources: Resources, event: PublishedEvent): Promise<Whom | null> {
  const told = event.data.resource as FhirResource
  const here = await known(resources, event)
  if (told.resourceType === 'Patient' && here && here.id !== told.id)
    throw new Rejected('two-patients', 'the record number belongs to another patient')
  const patient = told.resourceType === 'Patient' ? withMrn(told) : here
  if (!patient) {
    if (needsPatient(event.eventType) || event.patientId || event.patientMRN)
      throw new Rejected('unknown-patient', 'no patient of this hospital matches', { mayCome: true })
    return null
  }
  const patientId = here?.id ?? patient.id ?? ''
  const [standing = null] = here ? await resources.find('Encounter', { patientId, status: ['in-progress'], limit: 1 }) : []
  const stay = stayIn(told)
  const after = stay ? (stay.status === 'in-progress' ? stay : stay.id === standing?.id ? null : standing) : standing
  const subject = subjectOf(patient, after)
  const before = here ? subjectOf(here, standing).unitId : null
  return { patient: here ?? patient, subject, encounter: after, fromUnitId: before !== null && before !== subject.unitId ? before : null }
}
