import * as z from 'zod'
import { epochSchema, resyncReasons, roomSchema, seqSchema } from './fields.ts'
import { updateSchema } from './update.ts'

const roomAnswer = z.union([
  z.object({ head: seqSchema, missed: z.array(updateSchema) }),
  z.object({ resync: z.enum(resyncReasons), head: seqSchema }),
  z.object({ refused: z.string() }),
])
/** What a subscription finds in one room: the missed updates, a resync, or a refusal. */
export type RoomAnswer = z.output<typeof roomAnswer>

export const subscribedSchema = z.object({ subscription_id: z.string(), epoch: epochSchema, rooms: z.record(roomSchema, roomAnswer) })
/** The acknowledgement of a `subscription`. */
export type Subscribed = z.output<typeof subscribedSchema>

/** The acknowledgement of a message that the server refuses as a whole. */
export const refusedSchema = z.object({ refused: z.string() })
