import { expect, test } from 'vitest'
import { ServerClock } from './server-clock.ts'

const header = (ms: number) => new Date(ms).toUTCString()

/** Simulates response headers of a server that is ahead by `offset`, at varying times and with some latency. */
function clockAfter(offset: number, answers: number): ServerClock {
  const clock = new ServerClock()
  for (let n = 0; n < answers; n++) {
    const sentAt = 1_800_000_000_000 + n * 137_377
    clock.observe(header(sentAt + 20 + offset), sentAt, sentAt + 40)
  }
  return clock
}

test.each([-600_000, -3_217, 0, 41_250, 600_000])('an offset of %i ms is estimated to within 100 ms', (offset) => {
  expect(Math.abs(clockAfter(offset, 40).offsetMs - offset)).toBeLessThan(100)
})

test('one response estimates the offset to within half a second', () => {
  expect(Math.abs(clockAfter(90_000, 1).offsetMs - 90_000)).toBeLessThanOrEqual(540)
})

test('the newest response counts after a clock was set', () => {
  const clock = clockAfter(0, 40)
  clock.observe(header(1_900_000_300_000), 1_900_000_000_000, 1_900_000_000_040)
  expect(Math.abs(clock.offsetMs - 300_000)).toBeLessThanOrEqual(1_000)
})

test('a response without a date is ignored', () => {
  const clock = new ServerClock()
  clock.observe(null, 0, 1)
  clock.observe('yesterday', 0, 1)
  expect(clock.offsetMs).toBe(0)
})

test('a server timestamp on a frame is never in the future', () => {
  const clock = new ServerClock()
  clock.observe(header(1_800_000_000_000), 1_800_000_000_100, 1_800_000_000_120)
  clock.atLeast(1_800_000_000_700, 1_800_000_000_400)
  expect(clock.offsetMs).toBeGreaterThanOrEqual(300)
  expect(clock.offsetMs).toBeLessThanOrEqual(900)
})
