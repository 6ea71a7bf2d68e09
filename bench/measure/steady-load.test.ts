import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SteadyLoad } from './steady-load.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the function is called at the requested rate', async () => {
  const load = new SteadyLoad(50, async () => undefined)
  await vi.advanceTimersByTimeAsync(2000)
  expect(await load.stop()).toBe(100)
})

test('calls beyond the concurrency limit are skipped', async () => {
  let answer = () => {}
  const answered = new Promise<void>((done) => {
    answer = done
  })
  const load = new SteadyLoad(50, () => answered)
  await vi.advanceTimersByTimeAsync(2000)
  answer()
  await vi.advanceTimersByTimeAsync(20)
  expect(await load.stop()).toBe(17)
})

test('the first failure stops the load and is thrown by stop()', async () => {
  const call = vi.fn(async () => {
    throw new Error('refused')
  })
  const load = new SteadyLoad(50, call)
  await vi.advanceTimersByTimeAsync(2000)
  expect(call).toHaveBeenCalledOnce()
  await expect(load.stop()).rejects.toThrow('refused')
})
