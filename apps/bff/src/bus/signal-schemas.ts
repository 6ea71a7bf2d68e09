import { type Epoch, parseRoom, type Room } from '@wardline/events'
import { presenceActivities } from '@wardline/sync/protocol'
import * as z from 'zod'
import { metricsSampleSchema } from '../observability/metrics-sample.ts'
import type { Signals, Topic } from './bus.ts'

const room = z.custom<Room>((value) => typeof value === 'string' && parseRoom(value) !== null, 'not a room')
const seq = z.int().nonnegative()
const ms = z.number()

/** A log entry from another instance; its event was validated when it was recorded. */
const entry = z.looseObject({
  room,
  seq,
  audiences: z.int(),
  prevs: z.array(seq),
  event: z.looseObject({ eventId: z.string(), type: z.string() }),
})

const byTopic: { readonly [T in SharedTopic]: z.ZodType } = {
  recorded: z.object({
    rooms: z.array(room),
    entries: z.array(entry),
    marks: z.object({ received: ms, committed: ms }).optional(),
  }),
  staffChanged: z.object({ userId: z.string() }),
  sessionEnded: z.object({ sessionHash: z.string() }),
  arrived: z.object({ userId: z.string(), instance: z.string() }),
  departed: z.object({ userId: z.string(), instance: z.string() }),
  screens: z.object({ instance: z.string(), userIds: z.array(z.string()) }),
  presence: z.object({
    room,
    user: z.object({ userId: z.string(), name: z.string() }),
    doing: z.enum(presenceActivities).nullable(),
    subject: z.string().optional(),
  }),
  notice: z.object({ userId: z.string(), room, seq }),
  pausesChanged: z.object({ consumer: z.string() }),
  sampled: z.object({ instance: z.string(), figures: metricsSampleSchema }),
  epochChanged: z.object({ epoch: z.custom<Epoch>((value) => typeof value === 'string' && value.length > 0) }),
}

/** Topics sent to other instances. */
export type SharedTopic = Exclude<Topic, 'committed'>
export const topics = Object.keys(byTopic) as readonly SharedTopic[]

/** Returns the parsed signal of another instance; null when it is invalid for this version. */
export function signalFrom<T extends SharedTopic>(topic: T, payload: unknown): Signals[T] | null {
  const { data, success } = byTopic[topic].safeParse(payload)
  return success ? (data as Signals[T]) : null
}
