import { randomUUID } from 'node:crypto'
import { SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { rooms, traceOf, traceparentOf } from '@wardline/events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { tracingInto } from './tracing-sdk.ts'

let exporter: InMemorySpanExporter
const spans = () => exporter.getFinishedSpans()
const spanNamed = (name: string): ReadableSpan => {
  const found = spans().findLast((span) => span.name === name)
  if (!found)
    throw new Error(
      `no span ${name} among ${spans()
        .map((span) => span.name)
        .join(', ')}`,
    )
  return found
}
const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId ?? null

let app: TestApp

beforeEach(async () => {
  exporter = new InMemorySpanExporter()
  app = await openTestApp({ tracing: tracingInto(new SimpleSpanProcessor({ exporter }), 'here') })
})
afterEach(() => app.close())

const unmeasured = { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, temperature: null, weight: null }
const vitalsInput = (patientId: string, commandId: string) => ({
  commandId,
  patientId,
  effectiveAt: new Date().toISOString(),
  values: { ...unmeasured, pulse: 71 },
  confirmed: [],
})

/** Sends a command as a client does: in the trace derived from its command id. */
async function recordVitals(patientId: string, commandId = randomUUID()) {
  const client = await app.signIn('nurse.huda')
  const trace = traceOf(commandId)
  const answer = await client.fetch('/trpc/vitals.record', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: trace ? traceparentOf(trace) : '' },
    body: JSON.stringify(vitalsInput(patientId, commandId)),
  })
  return { client, answer, commandId, trace }
}
const EVENT = 'encounter.vitals.recorded'

describe('a traced command', () => {
  it('is one trace from the request through the record to the delivery (RT20)', async () => {
    const { patientId } = await app.core.admit()
    const reader = await (await app.signIn('dr.amal')).socket()
    await reader.enter(rooms.patient(patientId))
    const { answer, trace } = await recordVitals(patientId)
    expect(answer.status).toBe(200)
    await reader.next('update', ({ event_type }) => event_type === EVENT)
    await vi.waitFor(() => spanNamed('POST /trpc/:path'))

    const [request, procedure, record] = ['POST /trpc/:path', 'vitals.record', 'record'].map(spanNamed)
    for (const name of ['vitals.record', 'record', `relay ${EVENT}`, `deliver ${EVENT}`])
      expect(spanNamed(name).spanContext().traceId, name).toBe(trace?.traceId)
    expect(request && parentOf(request)).toBe(trace?.rootSpanId)
    expect(procedure && parentOf(procedure)).toBe(request?.spanContext().spanId)
    expect(record && parentOf(record)).toBe(procedure?.spanContext().spanId)
    for (const hop of ['relay', 'deliver']) expect(parentOf(spanNamed(`${hop} ${EVENT}`))).toBe(trace?.rootSpanId)
    expect(record?.attributes).toEqual({ 'wardline.events': EVENT })
    reader.close()
  })

  it('contains no patient, user or clinical data (RT11)', async () => {
    const { patientId, mrn, name } = await app.core.admit()
    const { client } = await recordVitals(patientId)
    await client.fetch(`/api/patients/${patientId}?q=${encodeURIComponent(name)}`)
    await vi.waitFor(() => spanNamed('GET /*'))
    const exported = JSON.stringify(spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })))
    for (const secret of [patientId, mrn, name.split(',')[0], 'u-huda', 'Huda']) expect(exported).not.toContain(secret)
  })

  it('has a refusal as an outcome, not as an error', async () => {
    const { patientId } = await app.core.admit({ unitId: 'ward-5' })
    const { answer } = await recordVitals(patientId)
    expect(answer.status).toBe(403)
    expect(spanNamed('vitals.record').attributes['wardline.refusal']).toBeDefined()
    expect(spanNamed('vitals.record').status.code).toBe(SpanStatusCode.UNSET)
  })

  it('belongs to the trace of its command id, even when the request names another trace or none', async () => {
    const { patientId } = await app.core.admit()
    const commandId = randomUUID()
    const client = await app.signIn('nurse.huda')
    await client.tell('vitals.record', vitalsInput(patientId, commandId))
    const trace = traceOf(commandId)
    expect(spanNamed('vitals.record').spanContext().traceId).toBe(trace?.traceId)
    expect(parentOf(spanNamed('vitals.record'))).toBe(trace?.rootSpanId)
  })
})

describe('spans reported by clients', () => {
  const from = () => Date.now() - 100
  const report = async (stretches: readonly object[], username: 'dr.amal' | null = 'dr.amal') => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ stretches }) }
    if (!username) return fetch(`${app.url}/api/traces`, init)
    return (await app.signIn(username)).fetch('/api/traces', init)
  }
  const correlationId = randomUUID()
  const command = () => ({ kind: 'command', of: 'vitals.record', correlationId, from: from(), until: Date.now() })

  it('become the root span of the command and its children', async () => {
    const paint = { ...command(), kind: 'paint', of: EVENT }
    expect((await report([command(), paint])).status).toBe(204)
    const trace = traceOf(correlationId)
    expect(spanNamed('command vitals.record').spanContext()).toMatchObject({ traceId: trace?.traceId, spanId: trace?.rootSpanId })
    expect(parentOf(spanNamed('command vitals.record'))).toBeNull()
    expect(spanNamed(`paint ${EVENT}`).spanContext().traceId).toBe(trace?.traceId)
    expect(parentOf(spanNamed(`paint ${EVENT}`))).toBe(trace?.rootSpanId)
  })

  it.each([
    ['an unknown name', { of: 'Jane Secret Smith' }],
    ['an unknown field', { patient: 'Jane Secret Smith' }],
    ['an invalid correlation id', { correlationId: 'Jane' }],
  ])('are refused with %s', async (_, wrong) => {
    expect((await report([{ ...command(), ...wrong }])).status).toBe(400)
    expect(spans().some(({ name }) => name.startsWith('command'))).toBe(false)
  })

  it('are refused without authentication, and dropped when too old or in the future', async () => {
    expect((await report([command()], null)).status).toBe(401)
    const hour = 3_600_000
    expect(
      (
        await report([
          { ...command(), from: from() - hour },
          { ...command(), until: Date.now() + hour },
        ])
      ).status,
    ).toBe(204)
    expect(spans().some(({ name }) => name.startsWith('command'))).toBe(false)
  })
})

it('tracing is off by default: no span, no route, and the environment reports it', async () => {
  const plain = await openTestApp()
  const environment = (await (await fetch(`${plain.url}/api/environment`)).json()) as object
  expect(environment).toMatchObject({ tracing: false })
  const { status } = await (await plain.signIn('dr.amal')).fetch('/api/traces', { method: 'POST' })
  expect(status).toBe(404)
  expect(spans()).toEqual([])
  await plain.close()
})
