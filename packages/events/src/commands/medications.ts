import * as z from 'zod'
import { priorities } from '../views/orders/orders.ts'
import {
  commandFields,
  noteSchema,
  patientCommandFields,
  reasonSchema,
  resourceIdSchema,
  shortTextSchema,
  versionIdSchema,
} from './basics.ts'

export const routes = ['oral', 'intravenous', 'intramuscular', 'subcutaneous', 'inhaled', 'topical', 'rectal', 'sublingual'] as const
/** Spelled out, without error-prone abbreviations (ISMP). */
export const frequencies = [
  'once now',
  'once daily',
  'twice daily',
  'three times daily',
  'four times daily',
  'every 4 hours',
  'every 6 hours',
  'every 8 hours',
  'every 12 hours',
  'at night',
  'once weekly',
] as const
export const doseUnits = ['mg', 'g', 'microgram', 'mL', 'units', 'mmol', 'tablet', 'puff', 'drop'] as const

export const searchDrugsInput = z.object({ query: z.string().trim().max(100), limit: z.int().min(1).max(100).optional() })

export const prescribeInput = z.object({
  ...patientCommandFields,
  /** Key of the formulary entry, which provides code and generic name. */
  drugId: z.string().min(1).max(80),
  /** Dose as entered, without trailing zeros and with a leading zero (FMT-4). */
  dose: z.object({
    value: z.string().regex(/^(0|[1-9]\d{0,5})(\.\d{0,3}[1-9])?$/, 'a dose without trailing zero and with a leading zero'),
    unit: z.enum(doseUnits),
  }),
  route: z.enum(routes),
  frequency: z.enum(frequencies),
  durationDays: z.int().min(1).max(365).nullable(),
  /** Days until review when no duration is set; antibiotics and opioids need one of the two (ORD-6). */
  reviewDays: z.int().min(1).max(30).nullable().default(null),
  asNeededReason: shortTextSchema.nullable(),
  priority: z.enum(priorities),
  indication: shortTextSchema,
  note: noteSchema,
  /** Reason for prescribing although the same drug is active; required when the server finds a duplicate. */
  duplicateReason: reasonSchema.nullable(),
})
export type Prescribe = z.output<typeof prescribeInput>

export const stopReasons = [
  'completed',
  'adverse-reaction',
  'ineffective',
  'changed-therapy',
  'patient-refused',
  'entered-in-error',
  'other',
] as const
export const stopMedicationInput = z.object({
  ...patientCommandFields,
  prescriptionId: resourceIdSchema,
  versionId: versionIdSchema,
  reason: z.enum(stopReasons),
  explanation: reasonSchema.nullable(),
})
export type StopMedication = z.output<typeof stopMedicationInput>

/* ---- the pharmacy ---- */

const prescriptionCommandFields = { ...commandFields, prescriptionId: resourceIdSchema }

/** Claims a prescription or renews the user's own claim. Taking over another user's expired claim needs a `reason` (PHQ-7). */
export const claimInput = z.object({ ...prescriptionCommandFields, reason: reasonSchema.nullable() })
export type ClaimPrescription = z.output<typeof claimInput>
export const releaseClaimInput = z.object(prescriptionCommandFields)
/** `versionId` is the version the pharmacist read: an order changed since is not verified. */
export const verifyInput = z.object({ ...prescriptionCommandFields, versionId: versionIdSchema, note: noteSchema })
export type VerifyPrescription = z.output<typeof verifyInput>
export const prepareInput = z.object({ ...prescriptionCommandFields, lot: shortTextSchema.nullable(), expires: z.iso.date().nullable() })
export type PrepareMedication = z.output<typeof prepareInput>
export const dispenseInput = z.object({
  ...prescriptionCommandFields,
  quantity: z.object({ value: z.number().positive().max(100_000), unit: shortTextSchema }),
  daysSupply: z.int().min(1).max(365).nullable(),
  /** Reason for dispensing again on the same day (PHQ-18). */
  duplicateReason: reasonSchema.nullable(),
})
export type DispenseMedication = z.output<typeof dispenseInput>
