import type { Subject } from '@wardline/events'
import { anEvent, samples } from '@wardline/events/testing'
import type { FhirResource, Procedure } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mustSeePatient } from '../../commands/permits.ts'
import { openTestApp, type TestApp } from '../../testing/app.ts'
import type { Username } from '../../testing/hospital.ts'
import type { PatientAggregate } from './patient-aggregate.ts'

let app: TestApp
let patient: Subject
beforeAll(async () => {
  app = await openTestApp()
  patient = await app.core.admit()
  await recordWardDay()
})
afterAll(() => app.close())

/** Returns a sample resource as a new one of this patient. */
const about = <R extends FhirResource>(resource: R): R => ({
  ...resource,
  id: `${patient.patientId}-${resource.id}`,
  meta: undefined,
  ...('subject' in resource ? { subject: { reference: `Patient/${patient.patientId}` } } : {}),
  ...('patient' in resource ? { patient: { reference: `Patient/${patient.patientId}` } } : {}),
})

/** Records a day on the ward: orders, a critical result, imaging, a warning, vital signs, a procedure. */
async function recordWardDay() {
  const amal = await app.core.as('dr.amal')
  const permit = await mustSeePatient(amal, patient.patientId)
  const order = about(samples.sampleOrder())
  const imagingOrder = about(anEvent('radiology.order.created').resource)
  const [observation, report] = [about(samples.sampleObservation()), about(samples.sampleReport())]
  const alert = { ...about(samples.sampleAlert()), for: { reference: `Patient/${patient.patientId}` } }
  const [study, imagingReport] = [
    about(anEvent('radiology.study.complete').resource),
    about(anEvent('radiology.report.finalized').resource),
  ]
  const readStudy = { ...imagingReport, imagingStudy: [{ reference: `ImagingStudy/${study.id}` }] }
  const prescription = about(samples.samplePrescription())
  const interaction = about(anEvent('pharmacy.interaction.alert').resource)
  const warning = { ...interaction, implicated: [{ reference: `MedicationRequest/${prescription.id}` }] }
  const vital = about(samples.sampleVital())
  const later = { ...about(samples.sampleVital()), id: 'later', effectiveDateTime: '2026-11-20T23:00:00.000Z' }
  const procedure: Procedure = {
    resourceType: 'Procedure',
    id: 'procedure',
    status: 'completed',
    code: { text: 'Chest drain' },
    subject: { reference: `Patient/${patient.patientId}` },
    performedDateTime: '2026-11-20T21:30:00.000Z',
  }
  const released = { ...report, result: [{ reference: `Observation/${observation.id}` }] }
  await amal.record(permit, {
    commandId: null,
    input: null,
    resources: [
      order,
      imagingOrder,
      observation,
      released,
      alert,
      study,
      readStudy,
      prescription,
      warning,
      vital,
      later,
      about(samples.sampleAllergy()),
      procedure,
    ],
    events: [
      { type: 'lab.order.created', resource: order, data: { duplicateReason: null } },
      { type: 'radiology.order.created', resource: imagingOrder, data: { duplicateReason: null } },
      { type: 'lab.result.available', resource: released, related: [observation], data: { orderId: null } },
      {
        type: 'lab.critical.alert',
        resource: alert,
        related: [observation],
        data: { observationId: observation.id, notify: [], limit: '≥ 6.5 mmol/L', thresholds: 'test', previous: null },
      },
      { type: 'radiology.study.complete', resource: study, data: {} },
      { type: 'radiology.report.finalized', resource: readStudy, data: { orderId: null } },
      { type: 'pharmacy.medication.prescribed', resource: prescription, data: { duplicateReason: null } },
      { type: 'pharmacy.interaction.alert', resource: warning, data: { source: null } },
      { type: 'encounter.vitals.recorded', resource: vital, related: [later], data: {} },
    ],
  })
}

const path = (rest = '') => `/api/aggregate/patients/${patient.patientId}${rest}`
async function getAggregate<T>(username: Username, rest?: string): Promise<T> {
  const { token } = await app.signIn(username)
  const response = await fetch(`${app.url}${path(rest)}`, { headers: { authorization: `Bearer ${token}` } })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  return (await response.json()) as T
}

describe('GET /api/aggregate/patients/:patientId', () => {
  it('returns the whole chart in one call, with the field names of document 001', async () => {
    const chart = await getAggregate<PatientAggregate>('dr.amal')
    expect(chart).toMatchObject({
      patient: { mrn: patient.mrn },
      medications: [{ generic: 'ceftriaxone', warnings: [{ kind: 'interaction' }] }],
      latestVitals: [{ display: 'Pulse', effectiveAt: '2026-11-20T23:00:00.000Z' }],
      diagnoses: [],
      encounterSummary: { lastAt: '2026-11-18T09:12:00.000Z', count: 1 },
      pendingOrders: { lab: 1, imaging: 1 },
      criticalAlerts: 1,
      unreadResults: 1,
      labResults: [
        { display: 'Potassium', critical: true, reviewed: false, tests: [{ value: '6.8' }], criticalAlerts: [{ state: 'raised' }] },
      ],
      imagingStudies: [{ modalities: ['DX'], report: { impression: 'Right-sided tension pneumothorax.' } }],
      more: [],
    })
    expect(chart.encounters).toMatchObject([
      {
        status: 'in-progress',
        procedures: [{ display: 'Chest drain' }],
        vitals: [{ display: 'Pulse' }],
        orders: [{ category: 'imaging' }, { category: 'laboratory' }],
      },
    ])
    expect(chart.asOf.seq).toBeGreaterThan(8)
  })

  it('returns to each role what it may see, and null for the rest', async () => {
    const laboratory = await getAggregate<PatientAggregate>('lab.yusuf')
    expect(laboratory).toMatchObject({ medications: null, latestVitals: null, diagnoses: null, imagingStudies: null, unreadResults: 1 })
    expect(laboratory.labResults).toHaveLength(1)
    expect(laboratory.encounters[0]).toMatchObject({ vitals: null, diagnoses: null, procedures: [] })
    expect(await getAggregate<PatientAggregate>('admin')).toMatchObject({
      patient: { mrn: patient.mrn },
      allergies: null,
      labResults: null,
      pendingOrders: null,
      criticalAlerts: null,
      unreadResults: null,
      encounterSummary: { count: 1 },
    })
  })

  it('is audited as a read of this patient', async () => {
    const { headers } = await (await app.signIn('pharm.omar')).fetch(path())
    const [entry] = await (await app.core.as('admin')).audit.read({ patientId: patient.patientId, userId: 'u-omar' })
    expect(entry).toMatchObject({ action: 'read', what: ['aggregate'], requestId: headers.get('x-request-id') })
  })
})

describe('GET …/alerts', () => {
  it('returns the critical values, open ones first', async () => {
    const { alerts } = await getAggregate<{ alerts: object[] }>('nurse.huda', '/alerts')
    expect(alerts).toMatchObject([{ display: 'Potassium', value: '6.8', state: 'raised', patient: { mrn: patient.mrn } }])
  })

  it('is allowed for treating roles only', async () => {
    const refused = await (await app.signIn('admin')).fetch(path('/alerts'))
    expect([refused.status, await refused.json()]).toEqual([403, { refusal: { code: 'NOT_ALLOWED', detail: null } }])
  })
})

describe('a request is refused', () => {
  const refusalOf = async (response: Response) => [response.status, ((await response.json()) as { refusal: { code: string } }).refusal.code]

  it.each(['', '/alerts'])('without authentication and with an invalid token (%s)', async (rest) => {
    expect(await refusalOf(await fetch(`${app.url}${path(rest)}`))).toEqual([401, 'NOT_SIGNED_IN'])
    const forged = await fetch(`${app.url}${path(rest)}`, { headers: { authorization: 'Bearer a.b.c' } })
    expect(await refusalOf(forged)).toEqual([401, 'NOT_SIGNED_IN'])
  })

  it.each(['', '/alerts'])('without access to the patient, with the same code as for an unknown patient (%s)', async (rest) => {
    const rana = await app.signIn('dr.rana')
    expect(await refusalOf(await rana.fetch(path(rest)))).toEqual([403, 'NO_ACCESS_TO_PATIENT'])
    expect(await refusalOf(await rana.fetch(`/api/aggregate/patients/p-unknown${rest}`))).toEqual([403, 'NO_ACCESS_TO_PATIENT'])
  })

  it('for an invalid patient id and for a foreign cursor', async () => {
    const amal = await app.signIn('dr.amal')
    expect(await refusalOf(await amal.fetch(`/api/aggregate/patients/${'x'.repeat(200)}`))).toEqual([400, 'INVALID_INPUT'])
    expect(await refusalOf(await amal.fetch(path('/alerts?cursor=x')))).toEqual([400, 'INVALID_INPUT'])
  })
})
