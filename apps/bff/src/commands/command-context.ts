import type { Person, Subject } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { AuthenticatedContext } from './authenticated-context.ts'
import type { Permit } from './permits.ts'
import { Refusal } from './refusal.ts'

/** Who does it to whom, now: what a command's drafts start from. */
export interface CommandContext {
  readonly subject: Subject
  readonly by: Person
  /** ISO 8601, UTC. */
  readonly at: string
}

export const personOf = ({ userId, name }: Person): Person => ({ userId, name })

export function commandContextOf(ctx: Pick<AuthenticatedContext, 'actor' | 'now'>, permit: Permit): CommandContext {
  if (!permit.subject) throw new Error('This permit is about no patient.')
  return { subject: permit.subject, by: personOf(ctx.actor), at: ctx.now().toISOString() }
}

/** Orders and prescriptions for the dead are somebody else's record on the screen (ID-7). */
export function mustBeAlive({ patient }: Permit): void {
  if (patient?.deceasedDateTime || patient?.deceasedBoolean)
    throw new Refusal('PATIENT_DECEASED', { diedAt: patient.deceasedDateTime ?? null })
}

/** The resource with the version the asker's screen showed: the front door refuses it when it is no longer current. */
export const asSeen = <R extends FhirResource>(resource: R, versionId: string): R => ({
  ...resource,
  meta: { ...resource.meta, versionId },
})
