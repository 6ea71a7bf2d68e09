import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SteadyLoad } from './steady-load.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('calls as often as was asked for', async () => {
  const stream = new SteadyLoad(50, async () => undefined)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await stream.stop()).toBe(100)
})

test('a server that does not answer is not buried, and what fell due meanwhile is left out', async () => {
  let answer = () => {}
  const answered = new Promise<void>((done) => {
    answer = done
  })
  const stream = new SteadyLoad(50, () => answered)
  await vi.advanceTimersByTimeAsync(2000)
  answer()
  await vi.advanceTimersByTimeAsync(20)
  expect(await stream.stop()).toBe(17)
})

test('the first that fails is the last, and is told', async () => {
  const act = vi.fn(async () => {
    throw new Error('refused')
  })
  const stream = new SteadyLoad(50, act)
  await vi.advanceTimersByTimeAsync(2000)
  expect(act).toHaveBeenCalledOnce()
  await expect(stream.stop()).rejects.toThrow('refused')
})
