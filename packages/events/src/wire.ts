import type { FhirResource } from 'fhir/r4'
import * as z from 'zod'
import { type ClinicalEvent, declarationOf, eventNamed } from './catalog/index.ts'
import type { Action, Position, Subject } from './envelope.ts'
import type { Epoch, EventId, Room } from './ids.ts'
import { actorSchema } from './people.ts'
import { parseRoom } from './rooms.ts'

/** Milliseconds between two ticks; a silence of a tick plus `DELAYED_AFTER_MS` turns the badge to Delayed (RT5). */
export const TICK_MS = 5_000
export const DELAYED_AFTER_MS = 5_000
/** Holes younger than this are usually reordering on the way; asking at once would double the load of every burst (RT6). */
export const HOLE_PATIENCE_MS = 250

const room = z.custom<Room>((value) => typeof value === 'string' && parseRoom(value) !== null, 'not a room')
const epoch = z.custom<Epoch>((value) => typeof value === 'string' && value.length > 0, 'an epoch is never empty')
const seq = z.int().nonnegative()
export const positionSchema = z.object({ epoch, seq })

/* ---- client → server, each answered by an acknowledgement ---- */

export const subscriptionSchema = z.object({
  subscription_id: z.string().min(1).max(64),
  patient_ids: z.array(z.string().min(1).max(64)).max(64).optional(),
  rooms: z.array(room).max(64).optional(),
  /** Only these kinds of resource travel whole; the room's other events arrive in `advance` form. Absent = all. */
  resource_types: z.array(z.string().min(1).max(64)).max(64).optional(),
  /** Where the asker stands in each room; a room without an entry starts at its head. */
  after: z.record(room, positionSchema).optional(),
})
export type Subscription = z.output<typeof subscriptionSchema>

export const unsubscriptionSchema = z.object({ subscription_id: z.string().min(1).max(64) })
export const authenticateSchema = z.object({ ticket: z.string().min(16).max(4096) })

export const presenceActivities = ['viewing', 'ordering', 'verifying', 'writing'] as const
export const presenceSchema = z.object({ room, doing: z.enum(presenceActivities), subject: z.string().max(128).optional() })
export type Activity = (typeof presenceActivities)[number]

/* ---- server → client ---- */

export const resyncReasons = ['epoch-changed', 'beyond-head', 'below-low', 'too-far-behind', 'unknown-position'] as const
export type ResyncReason = (typeof resyncReasons)[number]

const roomPosition = z.object({
  seq,
  /** The seq this audience was sent before this one; a filtered stream has holes that are none (RT1). */
  prev: seq,
})

/** One event on its way to one room (document 002's update message, with ours added). */
export const updateSchema = z.object({
  action: z.enum(['created', 'updated', 'removed']),
  resource_type: z.string(),
  resource_id: z.string(),
  patient_id: z.string().nullable(),
  event_type: z.string(),
  /** null in `advance` form: the number moves on, the payload was not asked for. */
  resource: z.looseObject({ resourceType: z.string() }).nullable(),
  event_id: z.string().min(1),
  version_id: z.string(),
  positions: z.record(room, roomPosition),
  epoch,
  occurred_at: z.string(),
  recorded_at: z.string(),
  actor: actorSchema,
  subject: z.custom<Subject>((value) => typeof value === 'object').nullable(),
  related: z.array(z.looseObject({ resourceType: z.string() })).optional(),
  data: z.unknown().optional(),
  command_id: z.string().nullable(),
  correlation_id: z.string(),
  causation_id: z.string().nullable(),
  /** Server times of this event's way, milliseconds since 1970 (RT20). */
  marks: z.object({ received: z.number(), committed: z.number(), relayed: z.number(), delivered: z.number() }).partial().optional(),
})
export type Update = z.output<typeof updateSchema>

const roomAnswer = z.union([
  z.object({ head: seq, missed: z.array(updateSchema) }),
  z.object({ resync: z.enum(resyncReasons), head: seq }),
  z.object({ refused: z.string() }),
])
export const subscribedSchema = z.object({ subscription_id: z.string(), epoch, rooms: z.record(room, roomAnswer) })
/** The acknowledgement of a `subscription`. */
export type Subscribed = z.output<typeof subscribedSchema>
export type RoomAnswer = z.output<typeof roomAnswer>

/** What a socket says when it will not do what was asked. */
export const refusedSchema = z.object({ refused: z.string() })

const member = z.object({
  user: z.object({ userId: z.string(), name: z.string() }),
  doing: z.enum(presenceActivities),
  subject: z.string().optional(),
  since: z.string(),
})
export type PresentMember = z.output<typeof member>

const serverMessages = {
  update: updateSchema,
  updates: z.object({ updates: z.array(updateSchema).min(1) }),
  tick: z.object({
    epoch,
    heads: z.record(room, seq),
    /** What happens elsewhere in the house reaches this line by ticks alone, and so later than at once. */
    delayed: z.boolean().optional(),
  }),
  presence: z.object({ room, members: z.array(member) }),
  notification: z.object({
    id: z.string(),
    type: z.string(),
    priority: z.enum(['normal', 'urgent']),
    title: z.string(),
    message: z.string(),
    patientId: z.string(),
    patientName: z.string(),
    patientMrn: z.string(),
    reportId: z.string().nullable(),
    action: z.object({ type: z.string(), url: z.string() }),
  }),
  critical_alert: z.object({
    id: z.string(),
    type: z.enum(['critical_lab_value', 'critical_imaging_finding', 'device_alarm']),
    priority: z.literal('urgent'),
    title: z.string(),
    message: z.string(),
    patientId: z.string(),
    patientName: z.string(),
    patientMrn: z.string(),
    details: z.object({ testName: z.string(), value: z.string(), criticalReason: z.string() }),
    requiresAcknowledgment: z.literal(true),
  }),
  resync: z.object({ room, reason: z.enum(resyncReasons) }),
  revoked: z.object({ room }),
  session: z.object({ state: z.enum(['expiring', 'expired', 'ended']), at: z.string() }),
} as const

type ServerMessages = { [Type in keyof typeof serverMessages]: z.output<(typeof serverMessages)[Type]> }
export type ServerMessageType = keyof ServerMessages
export type ServerMessage<T extends ServerMessageType = ServerMessageType> = {
  [Type in T]: { readonly type: Type; readonly data: ServerMessages[Type] }
}[T]
/** A frame this build does not understand: counted and reported by type, never thrown on. */
export interface UnknownMessage {
  readonly type: 'stranger'
  readonly name: string
  readonly why: string
}

/** unknown → known | stranger; never throws. */
export function parseServerMessage(name: string, payload: unknown): ServerMessage | UnknownMessage {
  if (!Object.hasOwn(serverMessages, name)) return { type: 'stranger', name, why: 'no such message' }
  const parsed = serverMessages[name as ServerMessageType].safeParse(payload)
  if (!parsed.success) return { type: 'stranger', name, why: parsed.error.issues.map((issue) => issue.path.join('.')).join(' ') }
  return { type: name, data: parsed.data } as ServerMessage
}

/* ---- an event in a room ---- */

/** One entry of a room's log as its reader sees it. `event` is null in `advance` form and for strangers. */
export interface Delivery {
  readonly room: Room
  readonly epoch: Epoch
  readonly seq: number
  readonly prev: number
  readonly event: ClinicalEvent | null
}

/** The frame of one event for one room. `whole` false gives the `advance` form. */
export function toUpdate(
  event: ClinicalEvent,
  at: Omit<Delivery, 'event'>,
  options: { whole?: boolean; marks?: Update['marks'] } = {},
): Update {
  const resource = event.resource as FhirResource
  const whole = options.whole ?? true
  return {
    action: event.action,
    resource_type: resource.resourceType,
    resource_id: resource.id ?? '',
    patient_id: event.subject?.patientId ?? null,
    event_type: event.type,
    resource: whole ? (resource as Update['resource']) : null,
    event_id: event.eventId,
    version_id: resource.meta?.versionId ?? '0',
    positions: { [at.room]: { seq: at.seq, prev: at.prev } },
    epoch: at.epoch,
    occurred_at: event.occurredAt,
    recorded_at: event.recordedAt,
    actor: event.actor,
    subject: event.subject,
    ...(whole ? { related: event.related as Update['related'], data: event.data } : {}),
    command_id: event.commandId,
    correlation_id: event.correlationId,
    causation_id: event.causationId,
    ...(options.marks ? { marks: options.marks } : {}),
  }
}

function eventOf(update: Update): ClinicalEvent | null {
  const type = eventNamed(update.event_type)
  if (!type || !update.resource) return null
  const data = declarationOf(type).data.safeParse(update.data)
  if (!data.success) return null
  return {
    type,
    eventId: update.event_id as EventId,
    schemaVersion: 1,
    tenantId: '',
    facilityId: '',
    occurredAt: update.occurred_at,
    recordedAt: update.recorded_at,
    actor: update.actor,
    subject: update.subject,
    correlationId: update.correlation_id,
    causationId: update.causation_id as EventId | null,
    commandId: update.command_id,
    source: { service: 'wardline', version: '' },
    action: update.action as Action,
    resource: update.resource as unknown as FhirResource,
    related: (update.related ?? []) as unknown as FhirResource[],
    data: data.data,
  } as unknown as ClinicalEvent
}

/** The deliveries a frame carries, one per room it names. A stranger's number still counts. */
export function deliveriesOf(update: Update): readonly Delivery[] {
  const event = eventOf(update)
  return Object.entries(update.positions).map(([name, at]) => ({
    room: name as Room,
    epoch: update.epoch,
    seq: at.seq,
    prev: at.prev,
    event,
  }))
}

export type { Position }
