import * as z from 'zod'
import { epochSchema, presenceActivities, resyncReasons, roomSchema, seqSchema } from './fields.ts'
import { updateSchema } from './update.ts'

/* Server to client, without acknowledgement. */

const member = z.object({
  user: z.object({ userId: z.string(), name: z.string() }),
  doing: z.enum(presenceActivities),
  subject: z.string().optional(),
  since: z.string(),
})
export type PresentMember = z.output<typeof member>

/** Two patient identifiers, so that a notification is never attributed by name alone. */
const patient = { patientId: z.string(), patientName: z.string(), patientMrn: z.string() }

const serverMessages = {
  update: updateSchema,
  updates: z.object({ updates: z.array(updateSchema).min(1) }),
  tick: z.object({
    epoch: epochSchema,
    heads: z.record(roomSchema, seqSchema),
    /** The bus is away: events of other instances are found at the next tick instead of at once. */
    delayed: z.boolean().optional(),
  }),
  presence: z.object({ room: roomSchema, members: z.array(member) }),
  notification: z.object({
    id: z.string(),
    type: z.string(),
    priority: z.enum(['normal', 'urgent']),
    title: z.string(),
    message: z.string(),
    ...patient,
    reportId: z.string().nullable(),
    action: z.object({ type: z.string(), url: z.string() }),
  }),
  critical_alert: z.object({
    id: z.string(),
    type: z.enum(['critical_lab_value', 'critical_imaging_finding', 'device_alarm']),
    priority: z.literal('urgent'),
    title: z.string(),
    message: z.string(),
    ...patient,
    details: z.object({ testName: z.string(), value: z.string(), criticalReason: z.string() }),
    requiresAcknowledgment: z.literal(true),
  }),
  resync: z.object({ room: roomSchema, reason: z.enum(resyncReasons) }),
  revoked: z.object({ room: roomSchema }),
  session: z.object({ state: z.enum(['expiring', 'expired', 'ended']), at: z.string() }),
} as const

type ServerMessages = { [Type in keyof typeof serverMessages]: z.output<(typeof serverMessages)[Type]> }
export type ServerMessageType = keyof ServerMessages
export type ServerMessage<T extends ServerMessageType = ServerMessageType> = {
  [Type in T]: { readonly type: Type; readonly data: ServerMessages[Type] }
}[T]

/** A frame of a type or shape that this build does not know: counted by type and skipped. */
export interface UnknownMessage {
  readonly type: 'unknown'
  readonly name: string
  readonly why: string
}

/** Returns the message, or an `UnknownMessage` for a frame of another version; never throws. */
export function parseServerMessage(name: string, payload: unknown): ServerMessage | UnknownMessage {
  if (!Object.hasOwn(serverMessages, name)) return { type: 'unknown', name, why: 'no such message' }
  const parsed = serverMessages[name as ServerMessageType].safeParse(payload)
  if (!parsed.success) return { type: 'unknown', name, why: parsed.error.issues.map((issue) => issue.path.join('.')).join(' ') }
  return { type: name, data: parsed.data } as ServerMessage
}
