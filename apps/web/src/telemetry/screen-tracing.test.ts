import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ScreenTracing, type SpanInput } from './screen-tracing.ts'

const commandId = '0199aa11-2b3c-7d4e-8f50-61728394a5b6'
const span = (from: number): SpanInput => ({ kind: 'command', of: 'orders.place', correlationId: commandId, from, until: from + 1 })
const operation = { type: 'mutation', input: { commandId, patientId: 'p-jane' } }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const createTracing = () => {
  const sent: (readonly SpanInput[])[] = []
  const tracing = new ScreenTracing(async (stretches) => sent.push(stretches))
  return { tracing, sent }
}

test('records and sends nothing until tracing is on', async () => {
  const { tracing, sent } = createTracing()
  tracing.record(span(1))
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
  expect(tracing.headersFor([operation])).toEqual({})
})

test('batches spans into one request and keeps the newest when there are too many', async () => {
  const { tracing, sent } = createTracing()
  tracing.start()
  for (let at = 0; at < 250; at++) tracing.record(span(at))
  await vi.runAllTimersAsync()
  expect(sent).toHaveLength(1)
  expect(sent[0]?.map(({ from }) => from)).toEqual(Array.from({ length: 200 }, (_, index) => index + 50))
  tracing.record(span(300))
  await vi.runAllTimersAsync()
  expect(sent[1]).toEqual([span(300)])
})

test('only a request with a command carries its trace context', () => {
  const { tracing } = createTracing()
  tracing.start()
  expect(tracing.headersFor([{ type: 'query', input: {} }, operation])).toEqual({
    traceparent: '00-0199aa112b3c7d4e8f5061728394a5b6-8f5061728394a5b6-01',
  })
  expect(tracing.headersFor([{ type: 'query', input: { commandId } }])).toEqual({})
})

test('spans without a trace are dropped, and a failed request is not repeated', async () => {
  const failing = new ScreenTracing(() => Promise.reject(new Error('away')))
  failing.start()
  failing.record(span(1))
  await vi.runAllTimersAsync()
  const { tracing, sent } = createTracing()
  tracing.start()
  tracing.record({ ...span(1), correlationId: 'vital-signs-session-123' })
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
})
