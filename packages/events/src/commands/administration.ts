import * as z from 'zod'
import { asked, instantSchema, patientIdSchema, reasonSchema } from './basics.ts'

const idSchema = z.string().min(1).max(200)
const consumerSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)

/* Dead letters. */
export const lettersAsked = z.object({ consumer: consumerSchema.nullish(), cursor: idSchema.nullish() })
export const letterAsked = z.object({ letterId: idSchema })
/** One letter, or everything that is open. */
export const replayLettersInput = z.object({ ...asked, letterId: idSchema.nullable() })
/** Not undone: the reason stays with the letter. */
export const discardLetterInput = z.object({ ...asked, letterId: idSchema, reason: reasonSchema })

/* Consumers. */
export const consumerInput = z.object({ ...asked, consumer: consumerSchema })
export const rebuildInput = z.object({ ...asked, view: z.string().regex(/^[A-Za-z-]{1,40}$/) })
/** Of each instance, by name, the moment of the last point that was seen. */
export const operationsAsked = z.object({ seen: z.record(z.string().max(100), instantSchema).default({}) })

/* The log. */
export const correlatedAsked = z.object({ correlationId: idSchema })
export const causesAsked = z.object({ eventId: idSchema })
/** Tumbling windows end to end, the last one the present one; five minutes each where nothing else is said (document 003). */
export const windowsAsked = z.object({ minutes: z.int().min(1).max(1440).default(5), windows: z.int().min(1).max(288).default(12) })
export const timelineAsked = z.object({ patientId: patientIdSchema })
/** A chart as it was: at a moment, or at a position of the patient's log. */
export const asOfAsked = z.object({
  patientId: patientIdSchema,
  at: z.union([z.object({ seq: z.int().min(0) }), z.object({ at: instantSchema })]),
})
export type AsOfAsked = z.output<typeof asOfAsked>
