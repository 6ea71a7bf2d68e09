import type { DiagnosticReport, ImagingStudy, Task } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../declare.ts'
import { rooms } from '../rooms.ts'
import { clinicalAudience, patientAndUnit, patientRoom, treatingAudience } from './patients.ts'
import { person } from './person.ts'
import { sampleImagingAlert, sampleImagingReport, sampleStaff, sampleStudy } from './samples/index.ts'

/** Events of the radiology system (document 001): studies, reports and critical findings. */
export const imagingEvents = declareEvents({
  /** All images of the study are stored. */
  'radiology.study.complete': event<ImagingStudy>()({
    workflow: 'IMAGING_STUDY_COMPLETE',
    aliases: [],
    topic: 'clinical',
    action: 'created',
    data: z.object({}),
    rooms: patientRoom,
    audience: treatingAudience,
    example: () => ({ resource: sampleStudy(), data: {} }),
  }),
  /** Another image was stored; `resource` is the updated study. */
  'radiology.image.uploaded': event<ImagingStudy>()({
    workflow: 'IMAGE_UPLOADED',
    aliases: [],
    topic: 'clinical',
    action: 'updated',
    data: z.object({
      /** DICOM SOP Instance UID. */
      instanceUid: z.string(),
    }),
    rooms: patientRoom,
    audience: treatingAudience,
    example: () => ({
      resource: { ...sampleStudy(), status: 'registered' },
      data: { instanceUid: '1.2.826.0.1.3680043.8.498.1.1.1' },
    }),
  }),
  /** `conclusion` is the impression; `related` has the order and Observations with the findings as text. */
  'radiology.report.finalized': event<DiagnosticReport>()({
    workflow: 'IMAGING_REPORT_FINALIZED',
    aliases: [],
    topic: 'clinical',
    action: 'created',
    data: z.object({ orderId: z.string().nullable() }),
    rooms: patientRoom,
    audience: clinicalAudience,
    example: () => ({ resource: sampleImagingReport(), data: { orderId: 'o-2' } }),
  }),
  /** The resource is the Task to act on the finding; `related` has the report. */
  'radiology.critical.alert': event<Task>()({
    workflow: 'CRITICAL_FINDING_ALERT',
    aliases: [],
    topic: 'alert',
    action: 'created',
    data: z.object({
      reportId: z.string(),
      studyId: z.string().nullable(),
      /** Free text of the radiologist. */
      finding: z.string(),
      /** Recipients; the event is also delivered to their user rooms. */
      notify: z.array(person),
    }),
    rooms: (occurrence) => [...patientAndUnit(occurrence), ...occurrence.data.notify.map(({ userId }) => rooms.user(userId))],
    audience: clinicalAudience,
    urgent: true,
    example: () => ({
      resource: sampleImagingAlert(),
      related: [sampleImagingReport()],
      data: { reportId: 'ir-1', studyId: 'is-1', finding: 'Tension pneumothorax', notify: [sampleStaff.amal] },
    }),
  }),
})
