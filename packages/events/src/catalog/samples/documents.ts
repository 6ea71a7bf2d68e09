import type { AuditEvent, Composition, MeasureReport } from 'fhir/r4'
import { referTo, type Stored, staff, systems } from '../../fhir.ts'
import { jane, sampleStaff, versioned } from './identities.ts'

const { amal } = sampleStaff

export const sampleNote = (): Stored<Composition> => ({
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

export const sampleAudit = (): Stored<AuditEvent> => ({
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

export const sampleMeasure = (): Stored<MeasureReport> => ({
  resourceType: 'MeasureReport',
  id: 'mr-1',
  meta: versioned,
  status: 'complete',
  type: 'summary',
  measure: 'https://wardline.health/fhir/Measure/moh-quality',
  period: { start: '2026-07-01', end: '2026-09-30' },
})
