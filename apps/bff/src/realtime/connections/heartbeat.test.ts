import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startHeartbeat } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A bus that can disconnect. */
function testBus() {
  const listeners = new Set<(connected: boolean) => void>()
  const bus = {
    connected: true,
    onChange(listener: (connected: boolean) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const setConnected = (connected: boolean) => {
    bus.connected = connected
    for (const listener of listeners) listener(connected)
  }
  return { bus, setConnected, listeners }
}

describe('RT5: the heartbeat', () => {
  it('beats every five seconds, every second while the bus is away, and at once when that changes', async () => {
    const { bus, setConnected, listeners } = testBus()
    const beat = vi.fn(async () => {})
    const stop = startHeartbeat({ bus, everyMs: 5_000, beat })
    const beatsIn = async (ms: number) => {
      beat.mockClear()
      await vi.advanceTimersByTimeAsync(ms)
      return beat.mock.calls.length
    }
    expect(await beatsIn(10_000)).toBe(2)
    beat.mockClear()
    setConnected(false)
    expect(beat).toHaveBeenCalledTimes(1)
    expect(await beatsIn(5_000)).toBe(5)
    beat.mockClear()
    setConnected(true)
    expect(beat).toHaveBeenCalledTimes(1)
    expect(await beatsIn(5_000)).toBe(1)
    stop()
    expect([await beatsIn(10_000), listeners.size]).toEqual([0, 0])
  })

  it('never beats twice at once: a slow log is read by one beat', async () => {
    const { bus } = testBus()
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
