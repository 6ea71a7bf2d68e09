import type { Appointment, Communication, Flag } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../../declare.ts'
import { idOf } from '../../fhir.ts'
import type { Room } from '../../ids.ts'
import { audiences } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { clinicalAudience, patientAndUnit, patientRoom } from '../patients.ts'
import { person } from '../person.ts'
import { sampleAppointment, sampleFlag, sampleNotice, sampleStaff } from '../samples/index.ts'

/** Returns the patient's room and the user rooms of the recipients. */
const recipients = (occurrence: Occurrence<Communication, unknown>): readonly Room[] => [
  ...patientRoom(occurrence),
  ...(occurrence.resource.recipient ?? []).flatMap((reference) => {
    const userId = idOf(reference, 'Practitioner')
    return userId ? [rooms.user(userId)] : []
  }),
]

const sent = {
  topic: 'alert',
  action: 'created',
  data: z.object({}),
  rooms: recipients,
  audience: clinicalAudience,
  quiet: true,
  example: () => ({ resource: sampleNotice(), data: {} }),
} as const

/** Alerts and notifications to staff, by this system or on its behalf (documents 002 and 003). */
export const noticeEvents = declareEvents({
  /** A warning of decision support or a score about the patient; delivered to the patient's unit, not to the whole facility. */
  'alert.triggered': event<Flag>()({
    workflow: 'CLINICAL_ALERT_TRIGGERED',
    aliases: [],
    topic: 'alert',
    action: 'created',
    data: z.object({ notify: z.array(person) }),
    rooms: (occurrence) => [...patientAndUnit(occurrence), ...occurrence.data.notify.map(({ userId }) => rooms.user(userId))],
    audience: clinicalAudience,
    urgent: true,
    quiet: true,
    example: () => ({ resource: sampleFlag(), data: { notify: [sampleStaff.amal] } }),
  }),
  'appointment.scheduled': event<Appointment>()({
    workflow: 'APPOINTMENT_SCHEDULED',
    aliases: ['appointment_scheduled'],
    topic: 'appointment',
    action: 'created',
    data: z.object({}),
    rooms: patientRoom,
    audience: audiences,
    quiet: true,
    example: () => ({ resource: sampleAppointment(), data: {} }),
  }),
  'notification.sent': event<Communication>()({ ...sent, workflow: 'NOTIFICATION_SENT', aliases: ['notification_sent'] }),
  'notification.sms.delivered': event<Communication>()({ ...sent, workflow: 'SMS_DELIVERED', aliases: ['sms_delivered'] }),
  'notification.email.sent': event<Communication>()({ ...sent, workflow: 'EMAIL_SENT', aliases: ['email_sent'] }),
})
