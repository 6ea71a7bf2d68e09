import { chanceFrom } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { reconnectDelayMs } from './reconnect-delay.ts'

test('RT16: between 0.3 and 20 s, whatever the attempt', () => {
  for (let attempt = 0; attempt < 40; attempt++) {
    expect(reconnectDelayMs(attempt, 0)).toBe(300)
    expect(reconnectDelayMs(attempt, 0.999999)).toBeLessThanOrEqual(20_000)
  }
  expect(reconnectDelayMs(20, 1)).toBe(20_000)
})

test('RT16: a thousand screens come back spread over the whole span', () => {
  const { next } = chanceFrom(1)
  const perSecond = new Map<number, number>()
  for (let screen = 0; screen < 1000; screen++) {
    const second = Math.floor(reconnectDelayMs(10, next()) / 1000)
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
  }
  // Even would be 50 in each of the 20 seconds.
  expect(Math.max(...perSecond.values())).toBeLessThan(90)
})
