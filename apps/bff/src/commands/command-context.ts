import { isDeceased, type Person, type Subject } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { AuthenticatedContext } from './authenticated-context.ts'
import type { Permit } from './permits.ts'
import { Refusal } from './refusal.ts'

/** Patient, author and time of a command: the input of the FHIR builders. */
export interface CommandContext {
  readonly subject: Subject
  readonly by: Person
  /** ISO 8601, UTC. */
  readonly at: string
}

export const personOf = ({ userId, name }: Person): Person => ({ userId, name })

export function commandContextOf(ctx: Pick<AuthenticatedContext, 'actor' | 'now'>, permit: Permit): CommandContext {
  if (!permit.subject) throw new Error('This permit has no patient.')
  return { subject: permit.subject, by: personOf(ctx.actor), at: ctx.now().toISOString() }
}

/** An order or prescription for a deceased patient means that the wrong record is open (ID-7). */
export function mustBeAlive({ patient }: Permit): void {
  if (patient && isDeceased(patient)) throw new Refusal('PATIENT_DECEASED', { diedAt: patient.deceasedDateTime ?? null })
}

/** Returns the resource with the version that the client displayed: recording it is refused when that version is no longer current. */
export const atVersion = <R extends FhirResource>(resource: R, versionId: string): R => ({
  ...resource,
  meta: { ...resource.meta, versionId },
})
