import type { EventType } from '../catalog/index.ts'

const identity = ['patient.created', 'patient.updated'] as const
const chart = [
  'patient.allergy.added',
  'patient.allergy.removed',
  'diagnosis.added',
  'diagnosis.updated',
  'diagnosis.resolved',
  'encounter.started',
  'encounter.updated',
  'encounter.completed',
] as const
const warnings = ['pharmacy.interaction.alert', 'pharmacy.allergy.contraindication', 'pharmacy.dose.alert'] as const

/**
 * Event types each service may publish (document 003, `authorizedPublishers`; the message broker enforces the subjects as well).
 * Types without a publisher are never inbound: claims, verifications, reviews and acknowledgements are actions of signed-in
 * users, and care team membership grants access to charts.
 */
export const publishers = {
  'ehr-service': [...identity, ...chart, 'encounter.vitals.recorded'],
  'gateway-service': identity,
  'lab-service': ['lab.order.created', 'lab.result.available', 'lab.critical.alert', 'lab.result.viewed'],
  'radiology-service': [
    'radiology.order.created',
    'radiology.study.complete',
    'radiology.image.uploaded',
    'radiology.report.finalized',
    'radiology.critical.alert',
  ],
  'pharmacy-service': [
    'pharmacy.medication.prescribed',
    'pharmacy.medication.dispensed',
    'pharmacy.medication.administered',
    'pharmacy.medication.discontinued',
    'pharmacy.medication.due',
    ...warnings,
  ],
  'cds-service': warnings,
  'device-integration-service': [
    'encounter.vitals.recorded',
    'lab.critical.alert',
    'device.alert.triggered',
    'device.connected',
    'device.disconnected',
  ],
  'appointment-service': ['appointment.scheduled'],
  'notification-service': ['notification.sent', 'notification.sms.delivered', 'notification.email.sent'],
  'fhir-service': ['fhir.resource.created', 'fhir.resource.updated'],
  'audit-service': ['audit.log.created', 'compliance.violation.detected', 'sudan.nationalid.accessed'],
  'compliance-service': ['compliance.violation.detected', 'sudan.nationalid.accessed', 'sudan.moh.report.generated'],
} as const satisfies Record<string, readonly EventType[]>

export type Publisher = keyof typeof publishers
export type InboundType = (typeof publishers)[Publisher][number]

const typesByService: Record<string, readonly EventType[]> = publishers

/** All inbound event types. */
export const inboundTypes: readonly InboundType[] = [...new Set(Object.values(publishers).flat())]

export const isInbound = (type: EventType): type is InboundType => inboundTypes.some((inbound) => inbound === type)

/** Whether a service may publish this event type; false for unknown services. */
export const mayPublish = (source: string, type: EventType): boolean =>
  Object.hasOwn(typesByService, source) && typesByService[source]?.includes(type) === true
