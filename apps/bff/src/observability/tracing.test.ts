import { randomUUID } from 'node:crypto'
import { SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { rooms, traceOf, traceparentOf } from '@wardline/events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { tracingInto } from './tracing-sdk.ts'

let exporter: InMemorySpanExporter
const spans = () => exporter.getFinishedSpans()
const named = (name: string): ReadableSpan => {
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
const round = (patientId: string, commandId: string) => ({
  commandId,
  patientId,
  effectiveAt: new Date().toISOString(),
  values: { ...unmeasured, pulse: 71 },
  confirmed: [],
})

/** A command as a screen sends it: in a trace of its own id. */
async function recordVitals(patientId: string, commandId = randomUUID()) {
  const client = await app.signIn('nurse.huda')
  const own = traceOf(commandId)
  const answer = await client.fetch('/trpc/vitals.record', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: own ? traceparentOf(own) : '' },
    body: JSON.stringify(round(patientId, commandId)),
  })
  return { client, answer, commandId, own }
}
const EVENT = 'encounter.vitals.recorded'

describe('a traced act', () => {
  it('is one trace from the request over the record to whoever was sent it (RT20)', async () => {
    const { patientId } = await app.core.admit()
    const reader = await (await app.signIn('dr.amal')).socket()
    await reader.enter(rooms.patient(patientId))
    const { answer, own } = await recordVitals(patientId)
    expect(answer.status).toBe(200)
    await reader.next('update', ({ event_type }) => event_type === EVENT)
    await vi.waitFor(() => named('POST /trpc/:path'))

    const [request, procedure, record] = ['POST /trpc/:path', 'vitals.record', 'record'].map(named)
    for (const name of ['vitals.record', 'record', `relay ${EVENT}`, `deliver ${EVENT}`])
      expect(named(name).spanContext().traceId, name).toBe(own?.traceId)
    expect(request && parentOf(request)).toBe(own?.rootSpanId)
    expect(procedure && parentOf(procedure)).toBe(request?.spanContext().spanId)
    expect(record && parentOf(record)).toBe(procedure?.spanContext().spanId)
    for (const hop of ['relay', 'deliver']) expect(parentOf(named(`${hop} ${EVENT}`))).toBe(own?.rootSpanId)
    expect(record?.attributes).toEqual({ 'wardline.happened': EVENT })
    reader.close()
  })

  it('says nothing of whom or what (RT11)', async () => {
    const { patientId, mrn, name } = await app.core.admit()
    const { client } = await recordVitals(patientId)
    await client.fetch(`/api/patients/${patientId}?q=${encodeURIComponent(name)}`)
    await vi.waitFor(() => named('GET /*'))
    const told = JSON.stringify(spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })))
    for (const secret of [patientId, mrn, name.split(',')[0], 'u-huda', 'Huda']) expect(told).not.toContain(secret)
  })

  it('tells a refusal as an outcome and a bug as an error', async () => {
    const { patientId } = await app.core.admit({ unitId: 'ward-5' })
    const { answer } = await recordVitals(patientId)
    expect(answer.status).toBe(403)
    expect(named('vitals.record').attributes['wardline.refusal']).toBeDefined()
    expect(named('vitals.record').status.code).toBe(SpanStatusCode.UNSET)
  })

  it('stands in the trace of its command, also when the request names another or none', async () => {
    const { patientId } = await app.core.admit()
    const commandId = randomUUID()
    const client = await app.signIn('nurse.huda')
    await client.tell('vitals.record', round(patientId, commandId))
    const own = traceOf(commandId)
    expect(named('vitals.record').spanContext().traceId).toBe(own?.traceId)
    expect(parentOf(named('vitals.record'))).toBe(own?.rootSpanId)
  })
})

describe('what screens tell', () => {
  const from = () => Date.now() - 100
  const tell = async (stretches: readonly object[], username: 'dr.amal' | null = 'dr.amal') => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ stretches }) }
    if (!username) return fetch(`${app.url}/api/traces`, init)
    return (await app.signIn(username)).fetch('/api/traces', init)
  }
  const correlationId = randomUUID()
  const command = () => ({ kind: 'command', of: 'vitals.record', correlationId, from: from(), until: Date.now() })

  it('becomes the root of the act and what hangs under it', async () => {
    const paint = { ...command(), kind: 'paint', of: EVENT }
    expect((await tell([command(), paint])).status).toBe(204)
    const own = traceOf(correlationId)
    expect(named('command vitals.record').spanContext()).toMatchObject({ traceId: own?.traceId, spanId: own?.rootSpanId })
    expect(parentOf(named('command vitals.record'))).toBeNull()
    expect(named(`paint ${EVENT}`).spanContext().traceId).toBe(own?.traceId)
    expect(parentOf(named(`paint ${EVENT}`))).toBe(own?.rootSpanId)
  })

  it.each([
    ['a name that is none of ours', { of: 'Jane Secret Smith' }],
    ['a field more', { patient: 'Jane Secret Smith' }],
    ['no trace', { correlationId: 'Jane' }],
  ])('is refused with %s', async (_, wrong) => {
    expect((await tell([{ ...command(), ...wrong }])).status).toBe(400)
    expect(spans().some(({ name }) => name.startsWith('command'))).toBe(false)
  })

  it('is refused from nobody, and left out when it is long past or yet to come', async () => {
    expect((await tell([command()], null)).status).toBe(401)
    const hour = 3_600_000
    expect(
      (
        await tell([
          { ...command(), from: from() - hour },
          { ...command(), until: Date.now() + hour },
        ])
      ).status,
    ).toBe(204)
    expect(spans().some(({ name }) => name.startsWith('command'))).toBe(false)
  })
})

it('is off when nobody asked for it: no span, no route, and screens are told so', async () => {
  const plain = await openTestApp()
  const environment = (await (await fetch(`${plain.url}/api/environment`)).json()) as object
  expect(environment).toMatchObject({ tracing: false })
  const { status } = await (await plain.signIn('dr.amal')).fetch('/api/traces', { method: 'POST' })
  expect(status).toBe(404)
  expect(spans()).toEqual([])
  await plain.close()
})
