import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHeartbeat } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A bus that can be lost. */
function someBus() {
  const listeners = new Set<(connected: boolean) => void>()
  const bus = {
    connected: true,
    onChange(listener: (connected: boolean) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const becomes = (connected: boolean) => {
    bus.connected = connected
    for (const listener of listeners) listener(connected)
  }
  return { bus, becomes, listeners }
}

describe('RT5: the heartbeat', () => {
  it('is every five seconds, every second while the bus is away, and at once when that changes', async () => {
    const { bus, becomes, listeners } = someBus()
    const beat = vi.fn(async () => {})
    const stop = startHeartbeat({ bus, everyMs: 5_000, beat })
    const beatsIn = async (ms: number) => {
      beat.mockClear()
      await vi.advanceTimersByTimeAsync(ms)
      return beat.mock.calls.length
    }
    expect(await beatsIn(10_000)).toBe(2)
    beat.mockClear()
    becomes(false)
    expect(beat).toHaveBeenCalledTimes(1)
    expect(await beatsIn(5_000)).toBe(5)
    beat.mockClear()
    becomes(true)
    expect(beat).toHaveBeenCalledTimes(1)
    expect(await beatsIn(5_000)).toBe(1)
    stop()
    expect([await beatsIn(10_000), listeners.size]).toEqual([0, 0])
  })

  it('is never overtaken: a log that answers slowly is not asked by many at once', async () => {
    const { bus } = someBus()
    const slow = Promise.withResolvers<void>()
    const beat = vi.fn(() => slow.promise)
    const stop = startHeartbeat({ bus, everyMs: 1_000, beat })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(beat).toHaveBeenCalledTimes(1)
    slow.resolve()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(beat).toHaveBeenCalledTimes(2)
    stop()
  })
})
