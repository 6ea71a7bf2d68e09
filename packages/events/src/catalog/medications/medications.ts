import type { MedicationDispense, MedicationRequest, Task } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../../declare.ts'
import type { Room } from '../../ids.ts'
import type { Audience } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { patientRoom } from '../patients.ts'
import { person } from '../person.ts'
import { sampleDispense, samplePrescription, sampleStaff, sampleVerification } from '../samples/index.ts'

export const prescriptionAudience: readonly Audience[] = ['care', 'pharmacy']
export const patientAndPharmacy = (occurrence: Parameters<typeof patientRoom>[0]): readonly Room[] => [
  ...patientRoom(occurrence),
  rooms.pharmacyQueue,
]

/** Payload of a pharmacy step; rows are keyed by `prescriptionId`. */
const stepData = { prescriptionId: z.string(), by: person, at: z.string() }

/**
 * Pharmacy workflow of a prescription (ux 5.3). The MedicationRequest is active once signed; verification
 * is a Task, supply a MedicationDispense.
 */
export const medicationEvents = declareEvents({
  /** `related` has the verification Task. */
  'pharmacy.medication.prescribed': event<MedicationRequest>()({
    workflow: 'MEDICATION_PRESCRIBED',
    aliases: ['medication_prescribed'],
    topic: 'medication',
    action: 'created',
    data: z.object({ duplicateReason: z.string().nullable() }),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({ resource: samplePrescription(), related: [sampleVerification()], data: { duplicateReason: null } }),
  }),
  'pharmacy.prescription.claimed': event<Task>()({
    workflow: 'PRESCRIPTION_CLAIMED',
    aliases: [],
    topic: 'medication',
    action: 'updated',
    data: z.object({
      ...stepData,
      /** Expiry of the claim unless renewed (decision 16). */
      leaseUntil: z.string(),
      /** Previous owner, when an expired claim was taken over. */
      takenOverFrom: person.nullable(),
    }),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({
      resource: { ...sampleVerification(), status: 'accepted' },
      data: {
        prescriptionId: 'm-1',
        by: sampleStaff.omar,
        at: '2026-11-20T21:00:00.000Z',
        leaseUntil: '2026-11-20T21:05:00.000Z',
        takenOverFrom: null,
      },
    }),
  }),
  'pharmacy.prescription.released': event<Task>()({
    workflow: 'PRESCRIPTION_RELEASED',
    aliases: [],
    topic: 'medication',
    action: 'updated',
    data: z.object(stepData),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({
      resource: sampleVerification(),
      data: { prescriptionId: 'm-1', by: sampleStaff.omar, at: '2026-11-20T21:02:00.000Z' },
    }),
  }),
  'pharmacy.prescription.verified': event<Task>()({
    workflow: 'PRESCRIPTION_VERIFIED',
    aliases: [],
    topic: 'medication',
    action: 'updated',
    data: z.object(stepData),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({
      resource: { ...sampleVerification(), status: 'completed' },
      data: { prescriptionId: 'm-1', by: sampleStaff.omar, at: '2026-11-20T21:03:00.000Z' },
    }),
  }),
  /** Prepared and ready to dispense (`MedicationDispense` in-progress). */
  'pharmacy.medication.prepared': event<MedicationDispense>()({
    workflow: 'MEDICATION_PREPARED',
    aliases: [],
    topic: 'medication',
    action: 'created',
    data: z.object(stepData),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({
      resource: { ...sampleDispense(), status: 'in-progress' },
      data: { prescriptionId: 'm-1', by: sampleStaff.omar, at: '2026-11-20T21:15:00.000Z' },
    }),
  }),
  'pharmacy.medication.dispensed': event<MedicationDispense>()({
    workflow: 'MEDICATION_DISPENSED',
    aliases: ['MED_DISPENSED'],
    topic: 'medication',
    action: 'updated',
    data: z.object({ ...stepData, quantity: z.object({ value: z.number(), unit: z.string() }).nullable() }),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    example: () => ({
      resource: sampleDispense(),
      data: { prescriptionId: 'm-1', by: sampleStaff.omar, at: '2026-11-20T21:20:00.000Z', quantity: { value: 5, unit: 'vial' } },
    }),
  }),
  /** A discontinuation takes precedence over a concurrent verification and cancels the claim (PHQ-21). */
  'pharmacy.medication.discontinued': event<MedicationRequest>()({
    workflow: 'MEDICATION_STOPPED',
    aliases: ['medication_discontinued'],
    topic: 'medication',
    action: 'updated',
    data: z.object({
      ...stepData,
      reason: z.string(),
      /** Owner of the cancelled claim. */
      interrupted: person.nullable(),
    }),
    rooms: patientAndPharmacy,
    audience: prescriptionAudience,
    urgent: true,
    example: () => ({
      resource: { ...samplePrescription(), status: 'stopped' },
      data: {
        prescriptionId: 'm-1',
        by: sampleStaff.amal,
        at: '2026-11-20T21:06:00.000Z',
        reason: 'Adverse reaction',
        interrupted: sampleStaff.omar,
      },
    }),
  }),
})
