import {
  declarationOf,
  type EventId,
  eventFrom,
  type PublishedEvent,
  patientsIn,
  readPublished,
  type Stored,
  type WithId,
} from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Resources, ResourceType } from '../../commands/authenticated-context.ts'
import { type Permit, permitForService } from '../../commands/permits.ts'
import type { RecordChange } from '../../commands/record-change.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import type { Validate } from '../validation/validate.ts'
import { detailsOf } from './details.ts'
import { handleEvent } from './event-handlers.ts'
import { isAlert, isOutdated, originOf, reportsValues, withProvenance } from './message-ordering.ts'
import { matchPatient, type PatientMatch } from './patient-match.ts'
import { actorOf } from './publisher-actors.ts'
import { Rejected } from './rejection.ts'

export interface InboundDependencies {
  readonly resources: Resources
  readonly record: (permit: Permit, change: RecordChange) => Promise<unknown>
  readonly validate: Validate
  readonly newId: () => string
  readonly now: () => Date
}

/** `outdated`: a newer message about the resource was processed before, and nothing was changed. */
export type InboundOutcome = 'taken' | 'outdated'

const keyOf = ({ resourceType, id }: FhirResource) => `${resourceType}/${id}`

/** Resource types the EHR may change whichever system created them: it is the master of identity and encounters. */
const ehrMastered = ['Patient', 'Encounter']

/** A recorded resource may be changed by the system that sent it, by the EHR as master, and by events that declare a change. */
function checkOwnership(event: PublishedEvent, known: Stored, patientId: string | null): void {
  const patientIds = patientsIn(known)
  if (patientId && patientIds.length > 0 && !patientIds.includes(patientId))
    throw new Rejected('another-patients', `${known.resourceType} of another patient`)
  const isSameSource = known.meta?.source === originOf(event)
  const isChange = declarationOf(event.eventType).action !== 'created'
  const isEhrMastered = event.source === 'ehr-service' && ehrMastered.includes(known.resourceType)
  if (!isSameSource && !isChange && !isEhrMastered)
    throw new Rejected('not-theirs', `${known.resourceType} was not sent by ${event.source}`)
}

/** Replaces the sender's patient id in references by the local one. */
function withLocalPatient<R extends FhirResource>(resource: R, match: PatientMatch | null): R {
  const localId = match?.patient.id
  if (!localId || resource.resourceType === 'Patient') return resource
  const foreignIds = patientsIn(resource).filter((id) => id !== localId)
  if (foreignIds.length === 0) return resource
  const text = JSON.stringify(resource)
  return JSON.parse(foreignIds.reduce((result, id) => result.replaceAll(`"Patient/${id}"`, `"Patient/${localId}"`), text)) as R
}

/** Records messages of other systems. */
export class InboundProcessor {
  readonly #dependencies: InboundDependencies

  constructor(dependencies: InboundDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Processes a message; idempotent. @throws Rejected when the message cannot be recorded, Refusal OUTAGE while the database
   * is unavailable.
   */
  async process(subject: string, bytes: Uint8Array): Promise<InboundOutcome> {
    const { event, refused } = readPublished(subject, bytes)
    if (refused) throw new Rejected(refused.reason, refused.detail)
    try {
      return await retryOnConflict(() => this.#record(event))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'OUTAGE') throw error
      // Repeated version conflicts are worth another delivery.
      throw new Rejected('refused', error.code, { isRetryable: error.code === 'VERSION_CONFLICT' })
    }
  }

  async #record(event: PublishedEvent): Promise<InboundOutcome> {
    const { resources, record, newId, now } = this.#dependencies
    const match = await matchPatient(resources, event)
    const received = [event.data.resource as WithId, ...event.data.related].map((resource) => withLocalPatient(resource, match))
    for (const resource of received) this.#checkFhir(resource)
    const known = await this.#readRecorded(received)
    for (const resource of known.values()) checkOwnership(event, resource, match?.patient.id ?? null)

    const recordedVersion = (resource: FhirResource) => known.get(keyOf(resource)) ?? null
    const current = received.filter((resource) => !isOutdated(event, recordedVersion(resource)))
    if (!(reportsValues(event) ? received : received.slice(0, 1)).some((resource) => current.includes(resource))) return 'outdated'
    // Newer recorded resources are included unchanged, because subscribers expect a report with all its values.
    const [resource, ...related] = received.map((resource) => {
      const known = recordedVersion(resource)
      return known && !current.includes(resource) ? known : withProvenance(event, resource, known)
    }) as [WithId, ...WithId[]]

    const actor = actorOf(event)
    const by = { userId: actor.userId, name: actor.name }
    // The payload of an alert is built here, from this hospital's limits and recipients.
    const details = isAlert(event) ? event.data.details : detailsOf(event, by, match?.fromUnitId ?? null)
    const permit = permitForService(event, actor, match)
    const context = { event, resource, related, details, recordedVersion, resources, newId }
    const { resources: write, events } = match
      ? await handleEvent({ ...context, command: { subject: match.subject, by, at: now().toISOString() } })
      : { resources: [resource, ...related], events: [eventFrom(event.eventType, resource, details, { related })] }
    if (write.length === 0) return 'outdated'
    await record(permit, {
      commandId: null,
      message: { source: event.source, messageId: event.eventId },
      input: event,
      resources: write,
      events,
      correlationId: event.correlationId ?? event.eventId,
      causationId: event.eventId as EventId,
    })
    return 'taken'
  }

  #checkFhir(resource: FhirResource): void {
    const fault = this.#dependencies.validate(resource)
    if (fault) throw new Rejected('not-fhir', `${fault.path}: ${fault.reason}`)
  }

  async #readRecorded(received: readonly WithId[]): Promise<ReadonlyMap<string, Stored>> {
    const found = await Promise.all(
      received.map(({ resourceType, id }) => this.#dependencies.resources.read(resourceType as ResourceType, id)),
    )
    return new Map(found.flatMap((resource) => (resource ? [[keyOf(resource), resource] as const] : [])))
  }
}
