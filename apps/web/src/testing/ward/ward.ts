import { type Backend, openBackend, permitForDemoData, permitForSystem } from '@wardline/bff/in-process'
import { commandIdSchema, type NewEvent, patientIdSchema, type Room, type Subject, type WithId } from '@wardline/events'
import type { Activity } from '@wardline/sync/protocol'
import type { FhirResource } from 'fhir/r4'
import { patients, staffNamed } from './people.ts'

type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>

/** What log messages become: a test fails by what it asserts, and a console full of expected outages hides the rest. */
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export type WardOptions = Omit<Parameters<typeof openBackend>[0], 'logger'>

/** A small hospital on the product's own router, features and record, as colleagues at other screens use it. */
export class Ward {
  readonly backend: Backend
  readonly #database: WardOptions['database']

  static async open(options: WardOptions): Promise<Ward> {
    return new Ward(await openBackend({ logger: silent, ...options }), options.database)
  }

  private constructor(backend: Backend, database: WardOptions['database']) {
    this.backend = backend
    this.#database = database
  }

  /** The sockets: cut, reachable, delayed, tick. */
  get server() {
    return this.backend.rooms
  }

  /** The procedures as this person calls them. */
  as(username: string) {
    return this.backend.callerFor(staffNamed(username).userId)
  }

  /** The patient where they were admitted. */
  subject(patientId: string): Subject {
    const subject = patients.find((one) => one.patientId === patientId)
    if (!subject) throw new Error(`Unknown patient: ${patientId}`)
    return subject
  }

  /** Current resources of a type, oldest first. */
  async find<T extends FhirResource['resourceType']>(type: T, fits: (resource: OfType<T>) => boolean = () => true): Promise<OfType<T>[]> {
    const rows = await this.#database.query<{ body: OfType<T> }>(
      'test_resources',
      `SELECT body FROM resource WHERE type = $1
       ORDER BY (SELECT changed_at FROM resource_history h WHERE h.type = resource.type AND h.id = resource.id AND h.version_id = 1), id`,
      [type],
    )
    return rows.map(({ body }) => body).filter(fits)
  }

  /** @throws Error when there is no such resource. */
  async read<T extends FhirResource['resourceType']>(type: T, id: string): Promise<OfType<T>> {
    const found = await this.backend.core.resources.read(type, id)
    if (!found) throw new Error(`No ${type}/${id}`)
    return found as unknown as OfType<T>
  }

  /** Writes through record() what no procedure does: admissions, messages of other systems, notices about no patient. */
  async record(username: string, subject: Subject | null, happened: readonly NewEvent[], at = this.backend.core.now()): Promise<void> {
    const { userId, name, role } = staffNamed(username)
    const resources = new Map(
      happened.flatMap(({ resource, related = [] }) => [resource, ...related] as WithId[]).map((it) => [`${it.resourceType}/${it.id}`, it]),
    )
    const write = await Promise.all(
      [...resources.values()].map(async (resource) => {
        const current = await this.backend.core.resources.read(resource.resourceType, resource.id)
        return { ...resource, meta: current ? { versionId: current.meta.versionId } : undefined } as FhirResource
      }),
    )
    const permit = subject ? permitForDemoData({ userId, name, role }, subject) : permitForSystem()
    await this.backend.core.recordAt(at, permit, { commandId: null, input: null, resources: write, events: happened })
  }

  /** Signs the usual prescription of a medicine. */
  async prescribe(username: string, patientId: string, generic: string, priority: 'stat' | 'urgent' | 'routine'): Promise<void> {
    const { medications } = this.as(username)
    const { rows } = await medications.drugs({ query: generic })
    const drug = rows.find((row) => row.generic === generic)
    if (!drug) throw new Error(`Not in the formulary: ${generic}`)
    const { value, unit, route, frequency } = drug.usual
    await medications.prescribe({
      commandId: commandIdSchema.parse(crypto.randomUUID()),
      patientId: patientIdSchema.parse(patientId),
      drugId: drug.id,
      dose: { value, unit },
      route,
      frequency,
      durationDays: null,
      // What must not run on unnoticed is looked at again (ORD-6).
      reviewDays: drug.timeLimited ? 3 : null,
      asNeededReason: null,
      priority,
      indication: 'pneumonia',
      note: null,
      duplicateReason: null,
    })
  }

  /** This person has the room open on a screen of their own and says what they do there. */
  async isDoing(username: string, room: Room, doing: Activity): Promise<void> {
    const { sessions } = this.backend.core
    const { session } = await sessions.begin(staffNamed(username).userId)
    const ticket = await sessions.issueTicket(session)
    const transport = this.server.transport()
    await new Promise<void>((onOpen, onClose) => transport.open(ticket, { onOpen, onClose, onMessage: () => undefined }))
    await transport.request('subscription', { subscription_id: 'colleague', rooms: [room] })
    await transport.request('presence', { room, doing })
  }

  /** Resolves when the read models have everything that was recorded. */
  async settled(): Promise<void> {
    const { projector, database } = this.backend.core
    for (;;) {
      await projector.sweep()
      const rows = await database.query<{ room: Room }>('test_rooms', 'SELECT room FROM room_head')
      await projector.settled(rows.map(({ room }) => room))
      const [behind] = await database.query<{ count: number }>(
        'test_behind',
        `SELECT count(*)::int AS count FROM room_head h LEFT JOIN consumer_position p ON p.room = h.room AND p.consumer = 'projector'
         WHERE h.seq > coalesce(p.seq, 0)`,
      )
      if (behind?.count === 0) return
    }
  }

  close(): Promise<void> {
    return this.backend.close()
  }
}
