import * as z from 'zod'
import { positionSchema, presenceActivities, roomSchema } from './fields.ts'

/* Client to server; the server acknowledges each. */

const subscriptionId = z.string().min(1).max(64)

export const subscriptionSchema = z.object({
  subscription_id: subscriptionId,
  patient_ids: z.array(z.string().min(1).max(64)).max(64).optional(),
  rooms: z.array(roomSchema).max(64).optional(),
  /** Only these resource types are sent with their payload; the room's other events arrive in `advance` form. Absent: all types. */
  resource_types: z.array(z.string().min(1).max(64)).max(64).optional(),
  /** The client's position in each room; a room without an entry starts at its head (RT7). */
  after: z.record(roomSchema, positionSchema).optional(),
})
export type Subscription = z.output<typeof subscriptionSchema>

export const unsubscriptionSchema = z.object({ subscription_id: subscriptionId })

/** Renews the session on the open socket. */
export const authenticateSchema = z.object({ ticket: z.string().min(16).max(4096) })

export const presenceSchema = z.object({ room: roomSchema, doing: z.enum(presenceActivities), subject: z.string().max(128).optional() })
