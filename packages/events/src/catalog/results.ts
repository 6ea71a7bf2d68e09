import type { AuditEvent, DiagnosticReport, Observation, Task } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import type { Room } from '../ids.ts'
import { rooms } from '../rooms.ts'
import { clinicalAudience, patientAndUnit, patientRoom } from './patients.ts'
import { person } from './person.ts'
import { sampleAlert, sampleAudit, sampleObservation, sampleOrder, sampleReport, sampleStaff } from './samples/index.ts'

const alertData = z.object({
  observationId: z.string(),
  /** Recipients, usually the ordering physician; the event is also delivered to their user rooms. */
  notify: z.array(person),
  /** The exceeded limit as text: `≥ 6.5 mmol/L`. */
  limit: z.string(),
  /** Version of the critical limit table. */
  thresholds: z.string(),
  /** The previous value as reported, with its collection time. */
  previous: z.object({ value: z.string(), collectedAt: z.string() }).nullable(),
})

/** The laboratory tracks the acknowledgement (LAB-9); the unit's census counts open alerts. */
const alertRooms = (occurrence: Occurrence<Task, { notify: readonly { userId: string }[] }>): readonly Room[] => [
  ...patientAndUnit(occurrence),
  rooms.labWorklist,
  ...occurrence.data.notify.map((recipient) => rooms.user(recipient.userId)),
]

export const resultEvents = declareEvents({
  /** A released report. `related` has its Observations, and the order with its Task when one was fulfilled. */
  'lab.result.available': event<DiagnosticReport>()({
    workflow: 'RESULT_AVAILABLE',
    aliases: ['RESULT_RECEIVED', 'RESULT_RX', 'lab_result_available'],
    topic: 'lab',
    action: 'created',
    data: z.object({ orderId: z.string().nullable() }),
    rooms: (occurrence) => [...patientRoom(occurrence), ...(occurrence.data.orderId ? [rooms.labWorklist] : [])],
    audience: clinicalAudience,
    example: () => ({
      resource: sampleReport(),
      related: [sampleObservation(), { ...sampleOrder(), status: 'completed' }],
      data: { orderId: 'o-1' },
    }),
  }),
  /** A report was viewed in another system; for audit only, not a review (decision 15). */
  'lab.result.viewed': event<AuditEvent>()({
    workflow: 'RESULT_VIEWED',
    aliases: [],
    topic: 'audit',
    action: 'created',
    data: z.object({
      reportId: z.string(),
      /** Observations of the report at the time it was viewed. */
      observationIds: z.array(z.string()),
      by: person,
      at: z.string(),
    }),
    rooms: patientRoom,
    audience: clinicalAudience,
    example: () => ({
      resource: sampleAudit(),
      data: { reportId: 'r-1', observationIds: ['ob-1'], by: sampleStaff.amal, at: '2026-11-20T21:00:00.000Z' },
    }),
  }),
  /** A clinician reviewed results. Neither viewing nor acknowledging counts as a review (decision 15). */
  'lab.result.reviewed': event<Observation>()({
    workflow: 'RESULT_REVIEWED',
    aliases: [],
    topic: 'lab',
    action: 'updated',
    data: z.object({
      by: person,
      at: z.string(),
      /** Reviewed observations with their version; a newer version needs a new review (RES-12). */
      reviewed: z.array(z.object({ observationId: z.string(), versionId: z.string() })),
    }),
    rooms: patientRoom,
    audience: clinicalAudience,
    example: () => ({
      resource: sampleObservation(),
      data: { by: sampleStaff.amal, at: '2026-11-20T21:05:00.000Z', reviewed: [{ observationId: 'ob-1', versionId: '1' }] },
    }),
  }),
  /** The resource is the Task to act on the value; `related` has the Observation. */
  'lab.critical.alert': event<Task>()({
    workflow: 'CRITICAL_VALUE_ALERT',
    aliases: ['CRITICAL_ALERT', 'critical_value_detected'],
    topic: 'alert',
    action: 'created',
    data: alertData,
    rooms: alertRooms,
    audience: clinicalAudience,
    urgent: true,
    example: () => ({
      resource: sampleAlert(),
      related: [sampleObservation()],
      data: {
        observationId: 'ob-1',
        notify: [sampleStaff.amal],
        limit: '≥ 6.5 mmol/L',
        thresholds: 'wardline 1',
        previous: { value: '5.9', collectedAt: '2026-11-20T14:10:00.000Z' },
      },
    }),
  }),
  'alert.acknowledged': event<Task>()({
    workflow: 'ALERT_ACKNOWLEDGED',
    aliases: [],
    topic: 'alert',
    action: 'updated',
    data: z.object({ observationId: z.string(), notify: z.array(person), by: person, at: z.string() }),
    rooms: alertRooms,
    audience: clinicalAudience,
    urgent: true,
    example: () => ({
      resource: { ...sampleAlert(), status: 'accepted' },
      data: { observationId: 'ob-1', notify: [sampleStaff.amal], by: sampleStaff.amal, at: '2026-11-20T21:06:00.000Z' },
    }),
  }),
})
