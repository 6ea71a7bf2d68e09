import * as z from 'zod'
import { commandFields, instantSchema, patientIdSchema, reasonSchema } from './basics.ts'

const idSchema = z.string().min(1).max(200)
const consumerSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)

/* Dead letters. */
export const deadLettersQuery = z.object({ consumer: consumerSchema.nullish(), cursor: idSchema.nullish() })
export const deadLetterQuery = z.object({ letterId: idSchema })
/** One dead letter, or all open ones when null. */
export const replayDeadLettersInput = z.object({ ...commandFields, letterId: idSchema.nullable() })
/** Final; the reason is stored with the dead letter. */
export const discardDeadLetterInput = z.object({ ...commandFields, letterId: idSchema, reason: reasonSchema })

/* Consumers. */
export const consumerInput = z.object({ ...commandFields, consumer: consumerSchema })
export const rebuildInput = z.object({ ...commandFields, view: z.string().regex(/^[A-Za-z-]{1,40}$/) })
/** Time of the last received sample of each instance, by instance name. */
export const operationsQuery = z.object({ seen: z.record(z.string().max(100), instantSchema).default({}) })

/* The log. */
export const correlatedEventsQuery = z.object({ correlationId: idSchema })
export const eventCausesQuery = z.object({ eventId: idSchema })
/** Consecutive tumbling windows up to the current one; five minutes each by default (document 003). */
export const eventWindowsQuery = z.object({ minutes: z.int().min(1).max(1440).default(5), windows: z.int().min(1).max(288).default(12) })
export const timelineQuery = z.object({ patientId: patientIdSchema })
/** A chart at an earlier time or position of the patient's log. */
export const chartAsOfQuery = z.object({
  patientId: patientIdSchema,
  at: z.union([z.object({ seq: z.int().min(0) }), z.object({ at: instantSchema })]),
})
export type ChartAsOfQuery = z.output<typeof chartAsOfQuery>
