import { type Person, referTo, type Subject } from '@wardline/events'
import type { Reference } from 'fhir/r4'

/** Who writes about whom, and when: what every draft starts from. */
export interface Authorship {
  readonly subject: Subject
  readonly by: Person
  /** ISO 8601, UTC. */
  readonly at: string
}

/** The patient as a resource refers to them. */
export const patientOf = (subject: Pick<Subject, 'patientId' | 'name'>): Reference => referTo('Patient', subject.patientId, subject.name)
