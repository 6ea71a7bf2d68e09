import { expect, test } from 'vitest'
import { ServerClock } from './server-clock.ts'

const header = (ms: number) => new Date(ms).toUTCString()

/** Answers as a server ahead by `offset` would give them, at odd moments and with some delay. */
function observed(offset: number, answers: number): ServerClock {
  const clock = new ServerClock()
  for (let n = 0; n < answers; n++) {
    const sentAt = 1_800_000_000_000 + n * 137_377
    clock.observe(header(sentAt + 20 + offset), sentAt, sentAt + 40)
  }
  return clock
}

test.each([-600_000, -3_217, 0, 41_250, 600_000])('a ward PC that is off by %i ms is corrected to within a tenth of a second', (offset) => {
  expect(Math.abs(observed(offset, 40).offsetMs - offset)).toBeLessThan(100)
})

test('one answer is enough to be right within half a second', () => {
  expect(Math.abs(observed(90_000, 1).offsetMs - 90_000)).toBeLessThanOrEqual(540)
})

test('when a clock is set in between, the newest answer counts', () => {
  const clock = observed(0, 40)
  clock.observe(header(1_900_000_300_000), 1_900_000_000_000, 1_900_000_000_040)
  expect(Math.abs(clock.offsetMs - 300_000)).toBeLessThanOrEqual(1_000)
})

test('an answer without a date teaches nothing', () => {
  const clock = new ServerClock()
  clock.observe(null, 0, 1)
  clock.observe('yesterday', 0, 1)
  expect(clock.offsetMs).toBe(0)
})

test('a time the server wrote on a frame is never in the future', () => {
  const clock = new ServerClock()
  clock.observe(header(1_800_000_000_000), 1_800_000_000_100, 1_800_000_000_120)
  clock.atLeast(1_800_000_000_700, 1_800_000_000_400)
  expect(clock.offsetMs).toBeGreaterThanOrEqual(300)
  expect(clock.offsetMs).toBeLessThanOrEqual(900)
})
