import { declarationOf, type PublishedEvent, patientsIn, readPublished } from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Resources, ResourceType } from '../../commands/authenticated-context.ts'
import { type Permit, permitForService } from '../../commands/permits.ts'
import type { RecordChange } from '../../commands/record-change.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import type { Validate } from '../validation/validate.ts'
import { detailsOf } from './details.ts'
import { consequencesOf } from './event-handlers.ts'
import { asTold, isCall, isOutdated, originOf, tellsValues } from './message-ordering.ts'
import { type Whom, whomOf } from './patient-match.ts'
import { actorOf } from './publisher-actors.ts'
import { Rejected } from './rejection.ts'

export interface ReceptionParts {
  readonly resources: Resources
  readonly record: (permit: Permit, change: RecordChange) => Promise<unknown>
  readonly validate: Validate
  readonly newId: () => string
  readonly now: () => Date
}

/** `outdated`: a newer message about the resource was processed before, and nothing was changed. */
export type Taken = 'taken' | 'outdated'

const keyOf = ({ resourceType, id }: FhirResource) => `${resourceType}/${id}`

/** Resource types the EHR may change whichever system created them: it is the master of identity and encounters. */
const keptByEhr = ['Patient', 'Encounter']

/** A recorded resource may be changed by the system that sent it, by the EHR as master, and by events that declare a change. */
function mustBeTheirs(event: PublishedEvent, known: FhirResource, patientId: string | null): void {
  const whose = patientsIn(known)
  if (patientId && whose.length > 0 && !whose.includes(patientId))
    throw new Rejected('another-patients', `${known.resourceType} of another patient`)
  const theirs = known.meta?.source === originOf(event)
  const changes = declarationOf(event.eventType).action !== 'created'
  const ehrs = event.source === 'ehr-service' && keptByEhr.includes(known.resourceType)
  if (!theirs && !changes && !ehrs) throw new Rejected('not-theirs', `${known.resourceType} was not sent by ${event.source}`)
}

/** Replaces the sender's patient id in references by the local one. */
function ofPatient<R extends FhirResource>(resource: R, whom: Whom | null): R {
  const ours = whom?.patient.id
  if (!ours || resource.resourceType === 'Patient') return resource
  const named = patientsIn(resource).filter((id) => id !== ours)
  if (named.length === 0) return resource
  const text = JSON.stringify(resource)
  return JSON.parse(named.reduce((so, id) => so.replaceAll(`"Patient/${id}"`, `"Patient/${ours}"`), text)) as R
}

/** Records messages of other systems. */
export class Reception {
  readonly #parts: ReceptionParts

  constructor(parts: ReceptionParts) {
    this.#parts = parts
  }

  /**
   * Processes a message; idempotent. @throws Rejected when the message cannot be recorded, Refusal OUTAGE while the database
   * is unavailable.
   */
  async take(subject: string, bytes: Uint8Array): Promise<Taken> {
    const { event, refused } = readPublished(subject, bytes)
    if (refused) throw new Rejected(refused.reason, refused.detail)
    try {
      return await retryOnConflict(() => this.#record(event))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'OUTAGE') throw error
      // Repeated version conflicts are worth another delivery.
      throw new Rejected('refused', error.code, { mayCome: error.code === 'CHANGED_MEANWHILE' })
    }
  }

  async #record(event: PublishedEvent): Promise<Taken> {
    const { resources, record, newId, now } = this.#parts
    const whom = await whomOf(resources, event)
    const told = [event.data.resource as FhirResource, ...event.data.related].map((resource) => ofPatient(resource, whom))
    for (const resource of told) this.#mustBeFhir(resource)
    const known = await this.#known(told)
    for (const resource of known.values()) mustBeTheirs(event, resource, whom?.patient.id ?? null)

    const before = (resource: FhirResource) => known.get(keyOf(resource)) ?? null
    const fresh = told.filter((resource) => !isOutdated(event, before(resource)))
    if (!(tellsValues(event) ? told : told.slice(0, 1)).some((resource) => fresh.includes(resource))) return 'outdated'
    // Newer recorded resources are included unchanged, because subscribers expect a report with all its values.
    const [resource, ...related] = told.map((resource) => {
      const known = before(resource)
      return known && !fresh.includes(resource) ? known : asTold(event, resource, known)
    }) as [FhirResource, ...FhirResource[]]

    const actor = actorOf(event)
    const by = { userId: actor.userId, name: actor.name }
    // The payload of an alert is built here, from this hospital's limits and recipients.
    const details = isCall(event) ? event.data.details : detailsOf(event, by, whom?.fromUnitId ?? null)
    const permit = permitForService(event, actor, whom)
    const reading = { event, resource, related, details, before, resources, newId }
    const { write, happened } = whom
      ? await consequencesOf({ ...reading, act: { subject: whom.subject, by, at: now().toISOString() } })
      : { write: [resource, ...related], happened: [{ type: event.eventType, resource, related, data: details } as never] }
    if (write.length === 0) return 'outdated'
    await record(permit, {
      commandId: null,
      message: { source: event.source, messageId: event.eventId },
      asked: event,
      write,
      happened,
      correlationId: event.correlationId ?? event.eventId,
      causationId: event.eventId as never,
    })
    return 'taken'
  }

  #mustBeFhir(resource: FhirResource): void {
    const fault = this.#parts.validate(resource)
    if (fault) throw new Rejected('not-fhir', `${fault.path}: ${fault.reason}`)
  }

  async #known(told: readonly FhirResource[]): Promise<ReadonlyMap<string, FhirResource>> {
    const found = await Promise.all(told.map(({ resourceType, id }) => this.#parts.resources.read(resourceType as ResourceType, id ?? '')))
    return new Map(found.flatMap((resource) => (resource ? [[keyOf(resource), resource] as const] : [])))
  }
}
