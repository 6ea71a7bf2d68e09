import * as z from 'zod'
import { priorities } from '../views/orders/orders.ts'
import {
  commandFields,
  noteSchema,
  pagingFields,
  patientCommandFields,
  patientIdSchema,
  reasonSchema,
  resourceIdSchema,
  shortTextSchema,
  versionIdSchema,
} from './basics.ts'

export const searchCatalogueInput = z.object({ query: z.string().trim().max(100), limit: z.int().min(1).max(200).optional() })
export type SearchCatalogue = z.output<typeof searchCatalogueInput>

const orderable = z.string().min(1).max(80)
/** At most 30 days. */
const limitHours = z
  .int()
  .min(1)
  .max(24 * 30)

export const placeOrdersInput = z.object({
  ...patientCommandFields,
  /** Orders signed together under one requisition. */
  items: z
    .array(
      z.object({
        /** Key of the catalogue item, which provides code and name. */
        orderableId: orderable,
        priority: z.enum(priorities),
        indication: shortTextSchema.nullable(),
        note: noteSchema,
        /** Reason despite an existing duplicate order or recent result; required when the server finds one (decision 17). */
        duplicateReason: reasonSchema.nullable(),
        /** Hours from signing until stop or review; null uses the catalogue's limit (ORD-6). */
        limitHours: limitHours.nullable().default(null),
        /** The signer accepted that safety checks of this item are not performed (SHL-11). */
        acceptsUnchecked: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(40),
})
export type PlaceOrders = z.output<typeof placeOrdersInput>

/** Time for which just-signed orders can be recalled (ORD-20). */
export const RECALL_MS = 10_000

export const recallOrdersInput = z.object({ ...patientCommandFields, orderIds: z.array(resourceIdSchema).min(1).max(40) })
export type RecallOrders = z.output<typeof recallOrdersInput>

/** Duplicate check while drafting (ORD-7). */
export const checkDuplicatesInput = z.object({ patientId: patientIdSchema, orderableIds: z.array(orderable).max(40) })
export type CheckDuplicates = z.output<typeof checkDuplicatesInput>

export const amendOrderInput = z.object({
  ...patientCommandFields,
  orderId: resourceIdSchema,
  versionId: versionIdSchema,
  priority: z.enum(priorities),
  indication: shortTextSchema.nullable(),
  note: noteSchema,
  /** New limit in hours from now; null keeps the current one (ORD-6). */
  limitHours: limitHours.nullable().default(null),
})
export type AmendOrder = z.output<typeof amendOrderInput>

export const revokeReasons = ['no-longer-needed', 'duplicate', 'wrong-patient', 'wrong-test', 'patient-refused', 'other'] as const
export const revokeOrderInput = z.object({
  ...patientCommandFields,
  orderId: resourceIdSchema,
  versionId: versionIdSchema,
  reason: z.enum(revokeReasons),
  explanation: reasonSchema.nullable(),
})
export type RevokeOrder = z.output<typeof revokeOrderInput>

/* ---- alerts ---- */

/** Without a patient, the alerts of the signed-in user. */
export const listAlertsInput = z.object({ patientId: patientIdSchema.nullish(), ...pagingFields })
export const acknowledgeAlertInput = z.object({ ...commandFields, alertId: resourceIdSchema })
export type AcknowledgeAlert = z.output<typeof acknowledgeAlertInput>
