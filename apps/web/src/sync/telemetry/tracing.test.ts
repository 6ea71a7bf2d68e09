import { MutationCache, QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { screenTracing } from '../../telemetry/screen-tracing.ts'
import { traceCommands, tracePaint } from './tracing.ts'

const commandId = '0199aa11-2b3c-7d4e-8f50-61728394a5b6'
afterEach(() => void vi.restoreAllMocks())

test.each(['answered', 'refused'])('a command is traced from the click until it was %s, without its input (RT11)', async (result) => {
  const record = vi.spyOn(screenTracing, 'record')
  const mutations = new MutationCache()
  const queries = new QueryClient({ mutationCache: mutations })
  const stop = traceCommands(mutations)
  const answer = Promise.withResolvers<null>()
  const run = () =>
    mutations
      .build(queries, { mutationKey: [['orders', 'place']], mutationFn: () => answer.promise })
      .execute({ commandId, patientId: 'p-jane' })
      .catch(() => null)
  const running = run()
  expect(record).not.toHaveBeenCalled()
  if (result === 'answered') answer.resolve(null)
  else answer.reject(new Error('no'))
  await running
  expect(record.mock.calls[0]?.[0]).toEqual({
    kind: 'command',
    of: 'orders.place',
    correlationId: commandId,
    from: expect.any(Number),
    until: expect.any(Number),
  })
  stop()
  await run()
  expect(record).toHaveBeenCalledTimes(1)
})

test('a painted event is traced as two spans once tracing is on', () => {
  const record = vi.spyOn(screenTracing, 'record')
  const event = { eventType: 'lab.order.created', correlationId: commandId, marks: { delivered: 10, applied: 12, painted: 20 } }
  tracePaint(event)
  expect(record).not.toHaveBeenCalled()
  vi.spyOn(screenTracing, 'isOn', 'get').mockReturnValue(true)
  tracePaint(event)
  expect(record).toHaveBeenCalledWith(
    { kind: 'apply', of: 'lab.order.created', correlationId: commandId, from: 10, until: 12 },
    { kind: 'paint', of: 'lab.order.created', correlationId: commandId, from: 12, until: 20 },
  )
})
