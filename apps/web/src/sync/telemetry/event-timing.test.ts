import { type Epoch, type EventId, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { toUpdate } from '@wardline/sync/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWorkflow } from '../../testing/open-workflow.ts'
import { WardServer } from '../../testing/ward-server.ts'
import { exposeRealtimeDebug } from './debug.ts'
import { MessageTrace } from './event-timing.ts'

const update = (n: number) =>
  toUpdate(
    anEvent('lab.critical.alert', { eventId: `event-${n}` as EventId }),
    { room: rooms.patient('p-jane'), epoch: 'epoch-1' as Epoch, seq: n, prev: n - 1 },
    { marks: { received: 1, committed: 2, relayed: 3, delivered: 4 } },
  )

beforeEach(() => void vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'setTimeout', 'setInterval', 'clearInterval', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('RT20: every event carries its times from received to painted', async () => {
  let now = 100
  const trace = new MessageTrace(() => now)
  trace.applied('update', [update(1)])
  now = 116
  vi.advanceTimersToNextFrame()
  await vi.waitFor(() => expect(trace.messages[0]?.marks[0]?.painted).toBeDefined())
  expect(trace.messages[0]?.marks).toEqual([{ received: 1, committed: 2, relayed: 3, delivered: 4, applied: 100, painted: 116 }])
})

test('RT20: the callback receives each painted event with its type and timing only (RT11)', async () => {
  const painted: unknown[] = []
  const trace = new MessageTrace(
    () => 100,
    (event) => painted.push(event),
  )
  const first = update(1)
  trace.applied('update', [first])
  expect(painted).toEqual([])
  vi.advanceTimersToNextFrame()
  await vi.waitFor(() => expect(painted).toHaveLength(1))
  expect(painted[0]).toEqual({
    eventType: first.event_type,
    correlationId: first.correlation_id,
    marks: { ...first.marks, applied: 100, painted: 100 },
  })
})

test('RT11, RT20: the trace keeps type and position of the last 100 messages, without payloads', () => {
  const trace = new MessageTrace(() => 0)
  for (let n = 1; n <= 150; n++) trace.applied('update', [update(n)])
  trace.note('tick')
  expect(trace.messages).toHaveLength(100)
  expect(trace.messages.at(-1)?.type).toBe('tick')
  expect(trace.messages.at(-2)?.about).toEqual([
    { eventType: 'lab.critical.alert', eventId: 'event-150', positions: { 'patient:p-jane': 150 } },
  ])
  expect(JSON.stringify(trace.messages)).not.toMatch(/SMITH|Potassium|6\.8|1297287652/)
})

test('RT20: window.__REALTIME_DEBUG__ shows connection, rooms, messages and unknownMessages, and is removed again', () => {
  const { workflow } = openWorkflow(new WardServer())
  const hide = exposeRealtimeDebug(workflow)
  expect(Object.keys(window.__REALTIME_DEBUG__ ?? {})).toEqual(['connection', 'rooms', 'messages', 'unknownMessages'])
  expect(window.__REALTIME_DEBUG__?.connection.state).toBe('catchingUp')
  hide()
  expect(window.__REALTIME_DEBUG__).toBeUndefined()
})
