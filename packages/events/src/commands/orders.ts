import * as z from 'zod'
import { priorities } from '../views/orders/orders.ts'
import {
  asked,
  askedFor,
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

/* ---- alerts ---- */

/** Without a patient: the alerts that call the signed-in person. */
export const listAlertsInput = z.object({ patientId: patientIdSchema.nullish(), ...paged })
export const acknowledgeAlertInput = z.object({ ...asked, alertId: resourceIdSchema })
export type AcknowledgeAlert = z.output<typeof acknowledgeAlertInput>
