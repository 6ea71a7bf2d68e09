import * as z from 'zod'
import { priorities } from '../views/orders.ts'
import {
  asked,
  askedFor,
  instantSchema,
  noteSchema,
  paged,
  patientIdSchema,
  reasonSchema,
  resourceIdSchema,
  versionIdSchema,
  wordsSchema,
} from './basics.ts'

export const searchCatalogueInput = z.object({ query: z.string().trim().max(100), limit: z.int().min(1).max(200).optional() })
export type SearchCatalogue = z.output<typeof searchCatalogueInput>

const orderable = z.string().min(1).max(80)
/** A month is no limit any more. */
const limitHours = z
  .int()
  .min(1)
  .max(24 * 30)

export const placeOrdersInput = z.object({
  ...askedFor,
  /** The basket, signed together under one requisition. */
  items: z
    .array(
      z.object({
        /** Key of the catalogue entry; the server takes code and words from there. */
        orderableId: orderable,
        priority: z.enum(priorities),
        indication: wordsSchema.nullable(),
        note: noteSchema,
        /** Why, although an equal order or recent result exists; required when the server finds one (decision 17). */
        duplicateReason: reasonSchema.nullable(),
        /** Hours from signing until it stops or is looked at again; null leaves it to the catalogue (ORD-6). */
        limitHours: limitHours.nullable().default(null),
        /** Signed in the knowledge that nothing compared it with allergies and the like (SHL-11). */
        acceptsUnchecked: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(40),
})
export type PlaceOrders = z.output<typeof placeOrdersInput>

/** For so long the screen offers to take back what was just signed (ORD-20). */
export const RECALL_MS = 10_000

export const recallOrdersInput = z.object({ ...askedFor, orderIds: z.array(resourceIdSchema).min(1).max(40) })
export type RecallOrders = z.output<typeof recallOrdersInput>

/** What would be a duplicate of these, asked while drafting (ORD-7). */
export const checkDuplicatesInput = z.object({ patientId: patientIdSchema, orderableIds: z.array(orderable).max(40) })
export type CheckDuplicates = z.output<typeof checkDuplicatesInput>

export const amendOrderInput = z.object({
  ...askedFor,
  orderId: resourceIdSchema,
  versionId: versionIdSchema,
  priority: z.enum(priorities),
  indication: wordsSchema.nullable(),
  note: noteSchema,
  /** A new limit, in hours from now; null leaves the one it has (ORD-6). */
  limitHours: limitHours.nullable().default(null),
})
export type AmendOrder = z.output<typeof amendOrderInput>

export const revokeReasons = ['no-longer-needed', 'duplicate', 'wrong-patient', 'wrong-test', 'patient-refused', 'other'] as const
export const revokeOrderInput = z.object({
  ...askedFor,
  orderId: resourceIdSchema,
  versionId: versionIdSchema,
  reason: z.enum(revokeReasons),
  explanation: reasonSchema.nullable(),
})
export type RevokeOrder = z.output<typeof revokeOrderInput>

/* ---- the bench ---- */

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
        code: z.string().min(1).max(20),
        value: reportedNumberSchema,
        note: noteSchema,
      }),
    )
    .min(1)
    .max(60),
  /** Codes of critical values the technician saw flagged and confirmed on the same specimen (LAB-5, LAB-8). */
  confirmedCritical: z.array(z.string().max(20)),
})
export type ReleaseResults = z.output<typeof releaseResultsInput>

/* ---- reading ---- */

export const trendInput = z.object({ patientId: patientIdSchema, code: z.string().min(1).max(20), ...paged })
export const reviewResultsInput = z.object({
  ...askedFor,
  results: z
    .array(z.object({ resultId: resourceIdSchema, versionId: versionIdSchema }))
    .min(1)
    .max(200),
})
export type ReviewResults = z.output<typeof reviewResultsInput>

/** Without a patient: the alerts that call the signed-in person. */
export const listAlertsInput = z.object({ patientId: patientIdSchema.nullish(), ...paged })
export const acknowledgeAlertInput = z.object({ ...asked, alertId: resourceIdSchema })
export type AcknowledgeAlert = z.output<typeof acknowledgeAlertInput>
