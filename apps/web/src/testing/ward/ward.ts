import {
  type Actor,
  type Applied,
  type ClinicalEvent,
  type CommandId,
  declarationOf,
  type EventId,
  type EventType,
  type NewEvent,
  type Room,
  roomsOf,
  type SignedInUser,
  type Subject,
} from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import { WardServer } from '../ward-server.ts'

type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>

/** A "no" as the server says it. */
export class WardRefusal extends Error {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>> | null

  constructor(code: string, detail: Readonly<Record<string, unknown>> | null = null) {
    super(code)
    this.code = code
    this.detail = detail
  }
}

/** A small hospital in memory: current resources, patients, and the log everybody follows. */
export class Ward {
  readonly server: WardServer
  readonly #resources = new Map<string, FhirResource>()
  readonly #subjects = new Map<string, Subject>()
  readonly #answers = new Map<string, Applied>()
  #made = 0

  constructor(server = new WardServer()) {
    this.server = server
  }

  get subjects(): readonly Subject[] {
    return [...this.#subjects.values()]
  }

  admit(subject: Subject): void {
    this.#subjects.set(subject.patientId, subject)
  }

  subject(patientId: string): Subject {
    const subject = this.#subjects.get(patientId)
    if (!subject) throw new WardRefusal('NOT_FOUND')
    return subject
  }

  newId(kind: string): string {
    this.#made += 1
    return `${kind}-${this.#made}`
  }

  find<T extends FhirResource['resourceType']>(type: T, fits: (resource: OfType<T>) => boolean = () => true): OfType<T>[] {
    return [...this.#resources.values()].filter((it): it is OfType<T> => it.resourceType === type && fits(it as OfType<T>))
  }

  read<T extends FhirResource['resourceType']>(type: T, id: string): OfType<T> {
    const found = this.#resources.get(`${type}/${id}`) as OfType<T> | undefined
    if (!found) throw new WardRefusal('NOT_FOUND')
    return found
  }

  /** The version that was read must be the current one (If-Match). */
  unchanged(resource: FhirResource, versionId: string): void {
    if (resource.meta?.versionId !== versionId) throw new WardRefusal('CHANGED_MEANWHILE', { currentVersionId: resource.meta?.versionId })
  }

  /** What a command was answered when it was applied. */
  answerTo(commandId: string): Applied | null {
    return this.#answers.get(commandId) ?? null
  }

  /** Saves and tells what happened. The same command again gets the first answer (RT17). */
  record(
    by: SignedInUser,
    commandId: CommandId | null,
    subject: Subject,
    happened: readonly NewEvent[],
    at = new Date().toISOString(),
  ): Applied {
    const known = commandId ? this.#answers.get(commandId) : undefined
    if (known) return known
    const actor: Actor = { userId: by.userId, name: by.name, role: by.role }
    const written = new Map<string, FhirResource>()
    const stamp = (resource: FhirResource) => {
      const key = `${resource.resourceType}/${resource.id}`
      const stamped = written.get(key) ?? this.#write(resource, at)
      written.set(key, stamped)
      return stamped
    }
    const events = happened.map(({ type, resource, related = [], data }) =>
      this.#event(type, { actor, subject, commandId, at, data, resource: stamp(resource), related: related.map(stamp) }),
    )
    this.server.append(...events)
    const rooms = [...new Set(events.flatMap((event) => roomsOf(event)))]
    const answer: Applied = {
      outcome: 'applied',
      epoch: this.server.log.epoch,
      positions: Object.fromEntries(rooms.map((room: Room) => [room, this.server.log.headOf(room).seq])),
      written: [...written.values()].map((it) => ({
        resourceType: it.resourceType,
        id: it.id ?? '',
        versionId: it.meta?.versionId ?? '1',
      })),
    }
    if (commandId) this.#answers.set(commandId, answer)
    return answer
  }

  #write(resource: FhirResource, at: string): FhirResource {
    const key = `${resource.resourceType}/${resource.id}`
    const versionId = String(Number(this.#resources.get(key)?.meta?.versionId ?? 0) + 1)
    const stamped = { ...resource, meta: { versionId, lastUpdated: at } }
    this.#resources.set(key, stamped)
    return stamped
  }

  #event(
    type: EventType,
    {
      at,
      ...carried
    }: Pick<ClinicalEvent, 'actor' | 'subject' | 'commandId'> & {
      at: string
      data: unknown
      resource: FhirResource
      related: FhirResource[]
    },
  ): ClinicalEvent {
    const correlationId = this.newId('correlation')
    return {
      type,
      eventId: this.newId('event') as EventId,
      schemaVersion: 1,
      tenantId: 'wardline',
      facilityId: 'main',
      occurredAt: at,
      recordedAt: at,
      correlationId,
      causationId: null,
      source: { service: 'ward-in-the-browser', version: '0' },
      action: declarationOf(type).action,
      ...carried,
    } as unknown as ClinicalEvent
  }
}
