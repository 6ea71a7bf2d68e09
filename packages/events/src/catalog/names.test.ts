import { describe, expect, it } from 'vitest'
import { declarationOf, eventNamed, eventTypes } from './index.ts'

/** Event names of the five source documents. Names in one line are aliases of one event (decisions 2 and 3). */
const dotted = [
  'patient.created patient_registered',
  'patient.updated patient_updated',
  'patient.allergy.added',
  'patient.allergy.removed',
  'lab.order.created lab_order_created',
  'lab.result.available lab_result_available',
  'lab.critical.alert critical_value_detected',
  'lab.result.viewed',
  'radiology.order.created',
  'radiology.study.complete',
  'radiology.image.uploaded',
  'radiology.report.finalized',
  'radiology.critical.alert',
  'pharmacy.medication.prescribed medication_prescribed',
  'pharmacy.interaction.alert medication_interaction_detected drug_interaction_detected',
  'pharmacy.allergy.contraindication allergy_alert_generated',
  'dose_validation_failed',
  'pharmacy.medication.dispensed',
  'medication_administered',
  'medication_discontinued',
  'medication_due',
  'encounter.started encounter_created patient_admitted',
  'encounter_updated patient_transferred',
  'encounter.completed encounter_closed patient_discharged',
  'encounter.vitals.recorded vital_signs_recorded',
  'diagnosis_added',
  'diagnosis_updated',
  'diagnosis_resolved',
  'device_alert_triggered',
  'device_connected',
  'device_disconnected',
  'sudan_national_id_accessed',
  'sudan_moh_report_generated',
  'notification_sent',
  'sms_delivered',
  'email_sent',
  'appointment_scheduled',
  'fhir_resource_created',
  'fhir_resource_updated',
  'audit_log_created',
  'compliance_violation_detected',
]

/** Workflow names of the user interface (documents 002 and 004). */
const workflow = [
  'ORDER_PLACED',
  'ORDER_UPDATED',
  'ORDER_CANCELLED',
  'RESULT_AVAILABLE',
  'RESULT_RECEIVED',
  'RESULT_RX',
  'CRITICAL_VALUE_ALERT',
  'CRITICAL_ALERT',
  'MEDICATION_PRESCRIBED',
  'PRESCRIPTION_VERIFIED',
  'MEDICATION_DISPENSED',
  'MED_DISPENSED',
  'CLINICAL_ALERT_TRIGGERED',
  'ALERT_ACKNOWLEDGED',
  'NOTE_CREATED',
  'NOTE_SIGNED',
  'ENCOUNTER',
]

describe('the catalog contains every event name of the documents', () => {
  it.each(dotted)('%s: names of one event', (line) => {
    const found = new Set(line.split(' ').map(eventNamed))
    expect(found.size).toBe(1)
    expect([...found]).not.toContain(null)
  })

  it('different lines are different events', () => {
    const found = dotted.map((line) => eventNamed(line.split(' ')[0] ?? ''))
    expect(new Set(found).size).toBe(dotted.length)
  })

  it.each(workflow)('%s is the workflow name or alias of an event', (name) => {
    const known = eventTypes.filter((type) => [declarationOf(type).workflow, ...declarationOf(type).aliases].includes(name))
    expect(known).not.toEqual([])
  })
})

it('no event type starts with the NATS prefix "clinical."', () => {
  expect(eventTypes.filter((type) => type.startsWith('clinical.'))).toEqual([])
})
