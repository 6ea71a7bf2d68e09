import { expect, test } from 'vitest'
import { traceOf, traceparentOf } from './trace.ts'

test('a UUID correlation id is the trace id of its command', () => {
  const trace = traceOf('0199AA11-2B3C-7D4E-8F50-61728394A5B6')
  expect(trace).toEqual({ traceId: '0199aa112b3c7d4e8f5061728394a5b6', rootSpanId: '8f5061728394a5b6' })
  expect(trace && traceparentOf(trace)).toBe('00-0199aa112b3c7d4e8f5061728394a5b6-8f5061728394a5b6-01')
})

test.each(['vital-signs-session-123', '', '0199aa11-2b3c-7d4e-0000-000000000000'])(
  'the correlation id %j has no trace',
  (correlationId) => {
    expect(traceOf(correlationId)).toBeNull()
  },
)
