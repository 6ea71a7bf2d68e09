import * as z from 'zod'
import {
  commandFields,
  instantSchema,
  noteSchema,
  pagingFields,
  patientCommandFields,
  patientIdSchema,
  resourceIdSchema,
  versionIdSchema,
} from './basics.ts'

export const worklistInput = z.object(pagingFields)

/** Steps marked by staff: specimen collected, received in the laboratory, in analysis. */
export const advanceOrderInput = z.object({
  ...commandFields,
  orderId: resourceIdSchema,
  step: z.enum(['specimen-collected', 'specimen-received', 'in-analysis']),
})
export type AdvanceOrder = z.output<typeof advanceOrderInput>

/** Worksheet of an order: analytes with range and previous value (LAB-4). */
export const worksheetInput = z.object({ orderId: resourceIdSchema })

/** A number as entered: comparator, digits, decimal point. Stored without reformatting (FMT-9). */
export const reportedNumberSchema = z
  .string()
  .regex(/^(<|>|<=|>=)?-?\d{1,9}(\.\d{1,6})?$/, 'a number, with < or > before it if off the scale')

const analyteCode = z.string().min(1).max(20)

export const releaseResultsInput = z.object({
  ...commandFields,
  orderId: resourceIdSchema,
  collectedAt: instantSchema,
  /** Preliminary results may be replaced by final ones. */
  status: z.enum(['preliminary', 'final']),
  values: z
    .array(
      z.object({
        /** LOINC code of the analyte. */
        code: analyteCode,
        value: reportedNumberSchema,
        note: noteSchema,
      }),
    )
    .max(60),
  /** Coded or text results: cultures, smears and tests of orders from other systems (LAB-14). */
  answers: z
    .array(
      z.object({
        code: analyteCode,
        /** SNOMED CT code of one of the offered answers; null for a text result. */
        answer: z.string().max(20).nullable(),
        /** The organism, or the text result. */
        words: z.string().trim().min(1).max(2000).nullable(),
        note: noteSchema,
      }),
    )
    .max(20)
    .default([]),
  /** Codes of critical values that the technician confirmed on the same specimen (LAB-5, LAB-8). */
  confirmedCritical: z.array(analyteCode),
  /** Codes of values whose delta check the technician confirmed (LAB-5). */
  confirmedDelta: z.array(analyteCode).default([]),
})
export type ReleaseResults = z.output<typeof releaseResultsInput>

export const trendInput = z.object({ patientId: patientIdSchema, code: z.string().min(1).max(20), ...pagingFields })
export const reviewResultsInput = z.object({
  ...patientCommandFields,
  results: z
    .array(z.object({ resultId: resourceIdSchema, versionId: versionIdSchema }))
    .min(1)
    .max(200),
})
export type ReviewResults = z.output<typeof reviewResultsInput>

/** Specimen comments of the laboratory, shown with the value in this wording (RES-17). */
export const specimenComments = ['Haemolysed', 'Lipaemic', 'Icteric', 'Clotted', 'Diluted by infusion', 'Insufficient volume'] as const
