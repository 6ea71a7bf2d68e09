import * as z from 'zod'
import { asked, askedFor, instantSchema, noteSchema, paged, patientIdSchema, resourceIdSchema, versionIdSchema } from './basics.ts'

export const worklistInput = z.object(paged)

/** Specimen collected, received at the bench, or in analysis: the steps a person marks. */
export const advanceOrderInput = z.object({
  ...asked,
  orderId: resourceIdSchema,
  step: z.enum(['specimen-collected', 'specimen-received', 'in-analysis']),
})
export type AdvanceOrder = z.output<typeof advanceOrderInput>

/** Analytes to fill in for an order, with range and previous value (LAB-4). */
export const benchSheetInput = z.object({ orderId: resourceIdSchema })

/** Digits as the technician typed them: comparator, digits, decimal point. Kept to the byte (FMT-9). */
export const reportedNumberSchema = z
  .string()
  .regex(/^(<|>|<=|>=)?-?\d{1,9}(\.\d{1,6})?$/, 'a number, with < or > before it if off the scale')

const analyteCode = z.string().min(1).max(20)

export const releaseResultsInput = z.object({
  ...asked,
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
  /** Results in words: cultures, smears, and what an order from elsewhere asks for (LAB-14). */
  answers: z
    .array(
      z.object({
        code: analyteCode,
        /** SNOMED CT code of one of the answers offered; null when it is said in words alone. */
        answer: z.string().max(20).nullable(),
        /** The organism, or the whole result. */
        words: z.string().trim().min(1).max(2000).nullable(),
        note: noteSchema,
      }),
    )
    .max(20)
    .default([]),
  /** Codes of critical values the technician saw flagged and confirmed on the same specimen (LAB-5, LAB-8). */
  confirmedCritical: z.array(analyteCode),
  /** Codes of values whose change since the one before was looked into and stands (LAB-5). */
  confirmedDelta: z.array(analyteCode).default([]),
})
export type ReleaseResults = z.output<typeof releaseResultsInput>

export const trendInput = z.object({ patientId: patientIdSchema, code: z.string().min(1).max(20), ...paged })
export const reviewResultsInput = z.object({
  ...askedFor,
  results: z
    .array(z.object({ resultId: resourceIdSchema, versionId: versionIdSchema }))
    .min(1)
    .max(200),
})
export type ReviewResults = z.output<typeof reviewResultsInput>

/** What the laboratory says about a specimen; it stands with the value, in these words (RES-17). */
export const specimenComments = ['Haemolysed', 'Lipaemic', 'Icteric', 'Clotted', 'Diluted by infusion', 'Insufficient volume'] as const
