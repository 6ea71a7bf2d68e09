import type {
  Appointment,
  AuditEvent,
  Communication,
  Composition,
  DetectedIssue,
  Device,
  DiagnosticReport,
  Flag,
  ImagingStudy,
  MeasureReport,
  MedicationAdministration,
  Task,
} from 'fhir/r4'
import { extensions, referTo, staff, systems } from '../fhir.ts'
import { jane, sampleAlert, sampleStaff, versioned } from './samples.ts'

/* Minimal valid resources of events of other systems: imaging, warnings, devices, appointments, notices, audit. */

const { amal, omar } = sampleStaff
const study = '1.2.826.0.1.3680043.8.498.1'

export const sampleStudy = (): ImagingStudy => ({
  resourceType: 'ImagingStudy',
  id: 'is-1',
  meta: versioned,
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
  status: 'available',
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-2')],
  started: '2026-11-20T19:30:00.000Z',
  modality: [{ system: systems.dicom, code: 'DX' }],
  description: 'Chest X-ray, two views',
  numberOfSeries: 1,
  numberOfInstances: 1,
  series: [
    {
      uid: `${study}.1`,
      modality: { system: systems.dicom, code: 'DX' },
      description: 'PA',
      instance: [
        {
          uid: `${study}.1.1`,
          sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
          title: 'PA erect',
          extension: [{ url: extensions.imagePath, valueString: 'radiology-images/is-1/1/1.dcm' }],
        },
      ],
    },
  ],
})

export const sampleImagingReport = (): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id: 'ir-1',
  meta: versioned,
  status: 'final',
  category: [{ coding: [{ system: systems.diagnosticService, code: 'RAD' }] }],
  code: { coding: [{ system: systems.loinc, code: '36643-5' }], text: 'Chest X-ray' },
  subject: jane,
  basedOn: [referTo('ServiceRequest', 'o-2')],
  imagingStudy: [referTo('ImagingStudy', 'is-1')],
  effectiveDateTime: '2026-11-20T19:30:00.000Z',
  issued: '2026-11-20T20:10:00.000Z',
  resultsInterpreter: [staff(amal)],
  conclusion: 'Right-sided tension pneumothorax.',
})

export const sampleImagingAlert = (): Task => ({
  ...sampleAlert(),
  id: 'al-2',
  focus: referTo('DiagnosticReport', 'ir-1'),
})

const warning = (id: string, code: string, detail: string): DetectedIssue => ({
  resourceType: 'DetectedIssue',
  id,
  meta: versioned,
  status: 'final',
  code: { coding: [{ system: systems.actCode, code }] },
  severity: 'high',
  patient: jane,
  identifiedDateTime: '2026-11-20T20:52:10.000Z',
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone')],
  detail,
})

export const sampleInteraction = (): DetectedIssue => ({
  ...warning('di-1', 'DRG', 'Ceftriaxone and calcium-containing infusions precipitate.'),
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone'), referTo('MedicationRequest', 'm-2', 'calcium gluconate')],
})
export const sampleContraindication = (): DetectedIssue => ({
  ...warning('di-2', 'ALGY', 'Recorded anaphylaxis to penicillin.'),
  implicated: [referTo('MedicationRequest', 'm-1', 'ceftriaxone'), referTo('AllergyIntolerance', 'a-1', 'penicillin')],
})
export const sampleDoseIssue = (): DetectedIssue => warning('di-3', 'DOSE', 'Above the daily maximum of 4 g.')

export const sampleAdministration = (): MedicationAdministration => ({
  resourceType: 'MedicationAdministration',
  id: 'ma-1',
  meta: versioned,
  status: 'completed',
  medicationCodeableConcept: { text: 'ceftriaxone' },
  subject: jane,
  request: referTo('MedicationRequest', 'm-1'),
  effectiveDateTime: '2026-11-20T21:40:00.000Z',
  performer: [{ actor: staff(amal) }],
  dosage: { dose: { value: 2, unit: 'g', system: systems.ucum, code: 'g' } },
})

export const sampleDevice = (): Device => ({
  resourceType: 'Device',
  id: 'dv-1',
  meta: versioned,
  status: 'active',
  deviceName: [{ name: 'Bedside monitor 12', type: 'user-friendly-name' }],
  patient: jane,
})

const baseCommunication = (id: string): Communication => ({
  resourceType: 'Communication',
  id,
  meta: versioned,
  status: 'completed',
  subject: jane,
  sent: '2026-11-20T20:59:00.000Z',
})

export const sampleNotice = (): Communication => ({ ...baseCommunication('co-1'), recipient: [staff(omar)], medium: [{ text: 'SMS' }] })
export const sampleSystemNotice = (): Communication => ({
  resourceType: 'Communication',
  id: 'notice-dead-letters',
  meta: versioned,
  status: 'in-progress',
  category: [{ text: 'dead-letters' }],
  sent: '2026-11-20T20:59:00.000Z',
})
export const sampleDeviceAlert = (): Communication => ({
  ...baseCommunication('co-2'),
  priority: 'stat',
  sender: referTo('Device', 'dv-1', 'Bedside monitor 12'),
  payload: [{ contentString: 'Asystole' }],
})
export const sampleAlarmTask = (): Task => ({
  ...sampleAlert(),
  id: 'al-3',
  code: { coding: [{ system: systems.taskCode, code: 'device-alarm' }] },
  focus: referTo('Communication', 'co-2'),
})

export const sampleAppointment = (): Appointment => ({
  resourceType: 'Appointment',
  id: 'ap-1',
  meta: versioned,
  status: 'booked',
  start: '2026-12-02T08:30:00.000Z',
  end: '2026-12-02T08:50:00.000Z',
  participant: [{ actor: jane, status: 'accepted' }],
})

export const sampleFlag = (): Flag => ({
  resourceType: 'Flag',
  id: 'fl-1',
  meta: versioned,
  status: 'active',
  code: { text: 'Early warning score 7' },
  subject: jane,
})

export const sampleNote = (): Composition => ({
  resourceType: 'Composition',
  id: 'cn-1',
  meta: versioned,
  status: 'preliminary',
  type: { coding: [{ system: systems.loinc, code: '11506-3' }], text: 'Progress note' },
  subject: jane,
  date: '2026-11-20T20:15:00.000Z',
  author: [staff(amal)],
  title: 'Progress note',
})

export const sampleAudit = (): AuditEvent => ({
  resourceType: 'AuditEvent',
  id: 'ae-1',
  meta: versioned,
  type: { system: systems.auditType, code: 'rest' },
  action: 'R',
  recorded: '2026-11-20T21:00:00.000Z',
  outcome: '0',
  agent: [{ who: staff(amal), requestor: true }],
  source: { observer: { display: 'provider-portal' } },
  entity: [{ what: referTo('DiagnosticReport', 'r-1') }],
})

export const sampleMeasure = (): MeasureReport => ({
  resourceType: 'MeasureReport',
  id: 'mr-1',
  meta: versioned,
  status: 'complete',
  type: 'summary',
  measure: 'https://wardline.health/fhir/Measure/moh-quality',
  period: { start: '2026-07-01', end: '2026-09-30' },
})
