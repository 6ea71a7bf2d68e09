import { type Actor, type PublishedEvent, type Publisher, type Role, roles } from '@wardline/events'

/** Display name of each publishing system, and the role its messages are audited under. */
const services: Readonly<Record<Publisher, { readonly name: string; readonly role: Role }>> = {
  'ehr-service': { name: 'Patient record system', role: 'physician' },
  'gateway-service': { name: 'Registration gateway', role: 'administrator' },
  'lab-service': { name: 'Laboratory system', role: 'labTechnician' },
  'radiology-service': { name: 'Radiology system', role: 'physician' },
  'pharmacy-service': { name: 'Pharmacy system', role: 'pharmacist' },
  'cds-service': { name: 'Decision support', role: 'administrator' },
  'device-integration-service': { name: 'Device gateway', role: 'administrator' },
  'appointment-service': { name: 'Appointment system', role: 'administrator' },
  'notification-service': { name: 'Notification system', role: 'administrator' },
  'fhir-service': { name: 'FHIR server', role: 'administrator' },
  'audit-service': { name: 'Audit system', role: 'administrator' },
  'compliance-service': { name: 'Compliance system', role: 'administrator' },
}

/** Returns the audit actor of a message: the publishing system, with the name of the sender's user when given. */
export function actorOf({ source, userName, userRole }: PublishedEvent): Actor {
  const service = services[source as Publisher]
  const role = roles.find((known) => known === userRole) ?? service.role
  return { userId: `system-${source}` as Actor['userId'], name: userName ?? service.name, role }
}
