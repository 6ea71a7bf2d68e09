import type { AuditEvent, MeasureReport } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../../declare.ts'
import type { Audience } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { patientRoom } from '../patients.ts'
import { sampleAudit, sampleMeasure } from '../samples/index.ts'

/** Audit events are visible to the registry only, not to everyone with access to the patient. */
const complianceAudience: readonly Audience[] = ['registry']

const audited = {
  action: 'created',
  rooms: patientRoom,
  audience: complianceAudience,
  quiet: true,
} as const

/** Audit and reporting to the Ministry of Health (document 003). Retained for seven years. */
export const complianceEvents = declareEvents({
  'audit.log.created': event<AuditEvent>()({
    ...audited,
    workflow: 'AUDIT_LOG_CREATED',
    aliases: ['audit_log_created'],
    topic: 'audit',
    data: z.object({}),
    example: () => ({ resource: sampleAudit(), data: {} }),
  }),
  'compliance.violation.detected': event<AuditEvent>()({
    ...audited,
    workflow: 'COMPLIANCE_VIOLATION_DETECTED',
    aliases: ['compliance_violation_detected'],
    topic: 'audit',
    data: z.object({ rule: z.string() }),
    example: () => ({ resource: { ...sampleAudit(), outcome: '8' }, data: { rule: 'Chart opened outside the care team' } }),
  }),
  /** A national ID number was displayed; the event never contains the number. */
  'sudan.nationalid.accessed': event<AuditEvent>()({
    ...audited,
    workflow: 'SUDAN_NATIONAL_ID_ACCESSED',
    aliases: ['sudan_national_id_accessed'],
    topic: 'sudan-compliance',
    data: z.object({ reason: z.string() }),
    example: () => ({ resource: sampleAudit(), data: { reason: 'Medical consultation' } }),
  }),
  'sudan.moh.report.generated': event<MeasureReport>()({
    workflow: 'SUDAN_MOH_REPORT_GENERATED',
    aliases: ['sudan_moh_report_generated'],
    topic: 'sudan-compliance',
    action: 'created',
    data: z.object({ reportType: z.string(), complianceStatus: z.string().nullable(), overallScore: z.number().nullable() }),
    rooms: () => [rooms.facilityAlerts],
    audience: complianceAudience,
    quiet: true,
    example: () => ({
      resource: sampleMeasure(),
      data: { reportType: 'quarterly_quality_metrics', complianceStatus: 'compliant', overallScore: 87 },
    }),
  }),
})
