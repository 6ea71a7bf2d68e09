import { type Room, rooms } from '@wardline/events'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Bus } from './bus.ts'
import { embeddedBus } from './embedded-bus.ts'
import { connectNats, type Nats } from './nats.ts'
import { natsBus } from './nats-bus.ts'

type Open = (failed: (error: unknown) => void) => Promise<Bus>

const onServer: { nats?: Nats; server?: NatsServer } = {}
const installed = findServers().nats !== null
beforeAll(async () => {
  if (!installed) return
  onServer.server = await NatsServer.start()
  onServer.nats = await connectNats({ url: onServer.server.url, name: 'contract' })
})
afterAll(async () => {
  await onServer.nats?.close()
  await onServer.server?.stop()
})

const adapters: [string, Open][] = [['embedded', async (failed) => embeddedBus(failed)]]
if (installed) adapters.push(['NATS', async (failed) => natsBus(onServer.nats as Nats, failed)])

const ward = [rooms.unit('ward-3')]

const listenTo = (bus: Bus) => {
  const received: (readonly Room[])[] = []
  const stop = bus.subscribe('recorded', (signal) => received.push(signal.rooms))
  const until = (count: number) => vi.waitUntil(() => received.length >= count)
  return { received, stop, until }
}

describe.each(adapters)('the %s bus', (_, open) => {
  it('notifies every listener, in the order of publication', async () => {
    const bus = await open(() => {})
    const [one, other] = [listenTo(bus), listenTo(bus)]
    bus.publish('recorded', { rooms: ward, entries: [] })
    bus.publish('recorded', { rooms: [rooms.pharmacyQueue], entries: [] })
    await Promise.all([one.until(2), other.until(2)])
    expect(one.received).toEqual([ward, [rooms.pharmacyQueue]])
    expect(other.received).toEqual(one.received)
    await bus.close()
  })

  it('RT21: notifies listeners after the turn of the publication', async () => {
    const bus = await open(() => {})
    const { received, until } = listenTo(bus)
    bus.publish('recorded', { rooms: ward, entries: [] })
    expect(received).toEqual([])
    await until(1)
    await bus.close()
  })

  it('RT14: notifies the other listeners when one throws', async () => {
    const failures: unknown[] = []
    const bus = await open((error) => failures.push(error))
    bus.subscribe('recorded', () => {
      throw new Error('poisoned')
    })
    const { until } = listenTo(bus)
    bus.publish('recorded', { rooms: ward, entries: [] })
    await until(1)
    expect(failures).toHaveLength(1)
    await bus.close()
  })

  it('follows and unfollows rooms, including unknown ones', async () => {
    const bus = await open(() => {})
    const { received, until } = listenTo(bus)
    await bus.follow([...ward, rooms.pharmacyQueue])
    await bus.follow(ward)
    bus.unfollow([rooms.pharmacyQueue, rooms.labWorklist])
    bus.publish('recorded', { rooms: ward, entries: [] })
    await until(1)
    expect(received).toEqual([ward])
    await bus.close()
  })

  it('reports that it is connected', async () => {
    const bus = await open(() => {})
    expect(bus.connected).toBe(true)
    bus.onChange(() => {})()
    await bus.close()
  })

  it('no longer notifies a removed listener', async () => {
    const bus = await open(() => {})
    const [left, stays] = [listenTo(bus), listenTo(bus)]
    left.stop()
    bus.publish('recorded', { rooms: ward, entries: [] })
    await stays.until(1)
    expect(left.received).toEqual([])
    await bus.close()
  })
})
