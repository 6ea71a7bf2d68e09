import type { DetectedIssue, MedicationAdministration, MedicationRequest } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../../declare.ts'
import { patientRoom, treatingAudience } from '../patients.ts'
import { person } from '../person.ts'
import {
  sampleAdministration,
  sampleContraindication,
  sampleDoseIssue,
  sampleInteraction,
  samplePrescription,
  sampleStaff,
} from '../samples/index.ts'
import { patientAndPharmacy, prescriptionAudience } from './medications.ts'

/** `DetectedIssue.implicated` refers to the prescriptions of a warning, which is shown on each of them. */
const warning = {
  action: 'created',
  topic: 'medication',
  data: z.object({
    /** Knowledge base of the warning with its version; null when the sender did not state it. */
    source: z.string().nullable(),
  }),
  rooms: patientAndPharmacy,
  audience: prescriptionAudience,
  urgent: true,
} as const

/** Warnings about prescriptions (documents 001 and 003), and medication administrations and due times. */
export const medicationSafetyEvents = declareEvents({
  'pharmacy.interaction.alert': event<DetectedIssue>()({
    ...warning,
    workflow: 'MEDICATION_INTERACTION_DETECTED',
    aliases: ['medication_interaction_detected', 'drug_interaction_detected'],
    example: () => ({ resource: sampleInteraction(), data: { source: 'interactions 2026-10' } }),
  }),
  'pharmacy.allergy.contraindication': event<DetectedIssue>()({
    ...warning,
    workflow: 'ALLERGY_CONTRAINDICATION_DETECTED',
    aliases: ['allergy_alert_generated'],
    example: () => ({ resource: sampleContraindication(), data: { source: null } }),
  }),
  'pharmacy.dose.alert': event<DetectedIssue>()({
    ...warning,
    workflow: 'DOSE_VALIDATION_FAILED',
    aliases: ['dose_validation_failed'],
    example: () => ({ resource: sampleDoseIssue(), data: { source: null } }),
  }),
  'pharmacy.medication.administered': event<MedicationAdministration>()({
    workflow: 'MEDICATION_ADMINISTERED',
    aliases: ['medication_administered'],
    topic: 'medication',
    action: 'created',
    data: z.object({ prescriptionId: z.string().nullable(), by: person, at: z.string() }),
    rooms: patientRoom,
    audience: treatingAudience,
    quiet: true,
    example: () => ({
      resource: sampleAdministration(),
      data: { prescriptionId: 'm-1', by: sampleStaff.amal, at: '2026-11-20T21:40:00.000Z' },
    }),
  }),
  'pharmacy.medication.due': event<MedicationRequest>()({
    workflow: 'MEDICATION_DUE',
    aliases: ['medication_due'],
    topic: 'medication',
    action: 'updated',
    data: z.object({ dueAt: z.string() }),
    rooms: patientRoom,
    audience: treatingAudience,
    quiet: true,
    example: () => ({ resource: samplePrescription(), data: { dueAt: '2026-11-21T21:00:00.000Z' } }),
  }),
})
