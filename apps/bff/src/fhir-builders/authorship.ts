import { type Person, referTo, type Subject } from '@wardline/events'
import type { Reference } from 'fhir/r4'

/** Patient, author and time, common to every resource that is built. */
export interface Authorship {
  readonly subject: Subject
  readonly by: Person
  /** ISO 8601, UTC. */
  readonly at: string
}

/** Returns a reference to the patient. */
export const patientOf = (subject: Pick<Subject, 'patientId' | 'name'>): Reference => referTo('Patient', subject.patientId, subject.name)
