/**
 * Laboratory system that publishes a released panel of sodium and potassium; with `--critical` the potassium is critical.
 *
 *   NATS_URL=nats://lab-service:password@127.0.0.1:4222 npx node examples/lab-system.ts --patient <id> [--order <id>] [--critical]
 *
 * `--mrn` identifies the patient by medical record number instead. Publishing again with the same `--accession` updates the
 * report.
 */
import { parseArgs } from 'node:util'
import { openPublisher } from '@wardline/events/publisher'
import type { DiagnosticReport, Observation } from 'fhir/r4'
import { natsTransport } from './nats-transport.ts'

const { values } = parseArgs({
  options: {
    patient: { type: 'string' },
    mrn: { type: 'string' },
    order: { type: 'string' },
    accession: { type: 'string', default: `A${Date.now()}` },
    critical: { type: 'boolean', default: false },
  },
})
const { patient, mrn, order, accession, critical } = values
const { NATS_URL } = process.env
if (!NATS_URL || (!patient && !mrn)) {
  console.error('Set NATS_URL and --patient <id> or --mrn <number>.')
  process.exit(2)
}

const patientFields = { ...(patient ? { patientId: patient } : {}), ...(mrn ? { patientMRN: mrn } : {}) }
/** Without a patient id the resources carry no subject; the message identifies the patient by `patientMRN`. */
const subject = patient ? { subject: { reference: `Patient/${patient}` } } : {}
const basedOn = order ? { basedOn: [{ reference: `ServiceRequest/${order}` }] } : {}
const loinc = 'http://loinc.org'
const now = new Date()
const collectedAt = new Date(now.getTime() - 25 * 60_000).toISOString()

interface Measurement {
  readonly code: string
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly flag: 'N' | 'HH'
}

const observationOf = ({ code, name, value, low, high, flag }: Measurement): Observation & { id: string } => ({
  resourceType: 'Observation',
  id: `${accession}-${code}`,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }],
  code: { coding: [{ system: loinc, code }], text: name },
  ...subject,
  ...basedOn,
  effectiveDateTime: collectedAt,
  issued: now.toISOString(),
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  interpretation: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: flag }] }],
  referenceRange: [{ low: { value: low, unit: 'mmol/L' }, high: { value: high, unit: 'mmol/L' }, text: `${low}–${high}` }],
})

const sodium = observationOf({ code: '2951-2', name: 'Sodium', value: 139, low: 136, high: 145, flag: 'N' })
const potassium = observationOf({
  code: '2823-3',
  name: 'Potassium',
  value: critical ? 6.9 : 4.2,
  low: 3.5,
  high: 5.1,
  flag: critical ? 'HH' : 'N',
})
const report: DiagnosticReport & { id: string } = {
  resourceType: 'DiagnosticReport',
  id: accession,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
  code: { coding: [{ system: loinc, code: '24326-1' }], text: 'Electrolytes' },
  ...subject,
  ...basedOn,
  effectiveDateTime: collectedAt,
  issued: now.toISOString(),
  result: [sodium, potassium].map(({ id }) => ({ reference: `Observation/${id}` })),
}

const transport = await natsTransport(NATS_URL)
const publisher = openPublisher(transport, {
  source: 'lab-service',
  sourceVersion: '1.0',
  facilityId: 'main',
  tenantId: 'wardline',
})
const by = { userId: 'lab-tech-001', name: 'Laboratory technician', role: 'labTechnician' }

const reportId = await publisher.publish('lab.result.available', {
  ...patientFields,
  correlationId: accession,
  resource: report,
  related: [sodium, potassium],
  details: { orderId: order ?? null },
  by,
  occurredAt: now,
})
console.log(`lab.result.available ${reportId}`)

if (critical) {
  const alertId = await publisher.publish('lab.critical.alert', {
    ...patientFields,
    correlationId: accession,
    causationId: reportId,
    resource: potassium,
    details: { limit: '≥ 6.5 mmol/L' },
    by,
    occurredAt: now,
  })
  console.log(`lab.critical.alert ${alertId}`)
}
await transport.close()
