import { actorSchema, type Subject } from '@wardline/events'
import * as z from 'zod'
import { epochSchema, roomSchema, seqSchema } from './fields.ts'

const roomPosition = z.object({
  seq: seqSchema,
  /** The seq that this audience was sent before this one; a filtered stream skips numbers without a loss (RT1). */
  prev: seqSchema,
})

/** One event addressed to one room: the update message of document 002 with Wardline's fields added. */
export const updateSchema = z.object({
  action: z.enum(['created', 'updated', 'removed']),
  resource_type: z.string(),
  resource_id: z.string(),
  patient_id: z.string().nullable(),
  event_type: z.string(),
  /** null in `advance` form: the position moves on and the payload was not subscribed to. */
  resource: z.looseObject({ resourceType: z.string() }).nullable(),
  event_id: z.string().min(1),
  version_id: z.string(),
  positions: z.record(roomSchema, roomPosition),
  epoch: epochSchema,
  occurred_at: z.string(),
  recorded_at: z.string(),
  actor: actorSchema,
  subject: z.custom<Subject>((value) => typeof value === 'object').nullable(),
  related: z.array(z.looseObject({ resourceType: z.string() })).optional(),
  data: z.unknown().optional(),
  command_id: z.string().nullable(),
  correlation_id: z.string(),
  causation_id: z.string().nullable(),
  /** Server times at which the event passed each stage, in milliseconds since 1970 (RT20). */
  marks: z.object({ received: z.number(), committed: z.number(), relayed: z.number(), delivered: z.number() }).partial().optional(),
})
export type Update = z.output<typeof updateSchema>
