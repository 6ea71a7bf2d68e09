import { needsPatient, type PublishedEvent, type Subject, subjectOf, systems } from '@wardline/events'
import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { withMrn } from '../import/import-identity.ts'
import { Rejected } from './rejection.ts'

/** Whom a message is about, as they stand once it is taken in. */
export interface Whom {
  readonly patient: Patient
  readonly subject: Subject
  readonly encounter: Encounter | null
  /** The unit that had them until now, when another has them after it; null otherwise. */
  readonly fromUnitId: string | null
}

async function known(resources: Resources, { patientId, patientMRN }: PublishedEvent): Promise<Patient | null> {
  const byId = patientId ? await resources.read('Patient', patientId) : null
  if (!patientMRN) return byId
  const [byNumber] = await resources.find('Patient', { identifier: { system: systems.mrn, value: patientMRN }, limit: 1 })
  // Two identifiers that name two people: nobody knows whose it is (NPSG.01.01.01).
  if (byId && byNumber && byId.id !== byNumber.id) throw new Rejected('two-patients', 'id and record number name two patients')
  if (byId && !byNumber) throw new Rejected('two-patients', 'the record number is not that of the patient named by id')
  return byId ?? byNumber ?? null
}

/** The stay a message tells of, when it is the patient's place from now on. */
const stayIn = (resource: FhirResource): Encounter | null => (resource.resourceType === 'Encounter' ? resource : null)

/** Finds the patient; a message that makes one is about them. @throws Rejected when nobody, or two people, are meant. */
export async function whomOf(resources: Resources, event: PublishedEvent): Promise<Whom | null> {
  const told = event.data.resource as FhirResource
  const here = await known(resources, event)
  if (told.resourceType === 'Patient' && here && here.id !== told.id)
    throw new Rejected('two-patients', 'the record number is that of another patient')
  const patient = told.resourceType === 'Patient' ? withMrn(told) : here
  if (!patient) {
    if (needsPatient(event.eventType) || event.patientId || event.patientMRN)
      throw new Rejected('unknown-patient', 'no patient of this hospital is meant', { mayCome: true })
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
