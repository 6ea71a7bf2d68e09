import { buildDeviceAlarm } from '@wardline/bff/in-process'
import { anEvent } from '@wardline/events/testing'
import { staffNamed } from './people.ts'
import type { Ward } from './ward.ts'

/** Records an alarm of a bedside monitor, as the inbound adapter does. */
export function recordAlarm(ward: Ward, patientId: string, priority: 'stat' | 'urgent'): Promise<void> {
  const { resource, data } = anEvent('device.alert.triggered')
  const { userId, name } = staffNamed('nurse.huda')
  const subject = ward.subject(patientId)
  const { event: happening } = buildDeviceAlarm({
    alertId: 'al-9',
    alarm: { ...resource, subject: { reference: `Patient/${patientId}` }, priority },
    notify: priority === 'stat' ? data.notify : [],
    subject,
    by: { userId, name },
    at: new Date().toISOString(),
  })
  return ward.record('nurse.huda', subject, [happening])
}
