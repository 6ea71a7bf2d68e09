import { type Actor, type PublishedEvent, type Publisher, type Role, roles } from '@wardline/events'

/** What people call each system that tells us something, and whose work it does, for the audit. */
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

/** The system under whose authority a message comes in, by the name of the person it gives: nobody of ours. */
export function actorOf({ source, userName, userRole }: PublishedEvent): Actor {
  const service = services[source as Publisher]
  const role = roles.find((known) => known === userRole) ?? service.role
  return { userId: `system-${source}` as Actor['userId'], name: userName ?? service.name, role }
}
