import { randomFrom } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { reconnectDelayMs } from './reconnect-delay.ts'

test('RT16: the delay is between 0.3 and 20 s for every attempt', () => {
  for (let attempt = 0; attempt < 40; attempt++) {
    expect(reconnectDelayMs(attempt, 0)).toBe(300)
    expect(reconnectDelayMs(attempt, 0.999999)).toBeLessThanOrEqual(20_000)
  }
  expect(reconnectDelayMs(20, 1)).toBe(20_000)
})

test('RT16: a thousand returning clients spread over the whole range', () => {
  const { next } = randomFrom(1)
  const perSecond = new Map<number, number>()
  for (let client = 0; client < 1000; client++) {
    const second = Math.floor(reconnectDelayMs(10, next()) / 1000)
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
  }
  // An even spread has 50 in each of the 20 seconds.
  expect(Math.max(...perSecond.values())).toBeLessThan(90)
})
