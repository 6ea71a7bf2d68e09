import { type Room, rooms } from '@wardline/events'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const told = (bus: Bus) => {
  const heard: (readonly Room[])[] = []
  let enough = () => {}
  const stop = bus.subscribe('recorded', (signal) => {
    heard.push(signal.rooms)
    enough()
  })
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      enough = () => heard.length >= count && resolve()
      enough()
    })
  return { heard, stop, until }
}

describe.each(adapters)('the %s bus', (_, open) => {
  it('wakes everyone who listens, in the order of telling', async () => {
    const bus = await open(() => {})
    const [one, other] = [told(bus), told(bus)]
    bus.publish('recorded', { rooms: ward, entries: [] })
    bus.publish('recorded', { rooms: [rooms.pharmacyQueue], entries: [] })
    await Promise.all([one.until(2), other.until(2)])
    expect(one.heard).toEqual([ward, [rooms.pharmacyQueue]])
    expect(other.heard).toEqual(one.heard)
    await bus.close()
  })

  it('RT21: is heard after the turn in which it was told', async () => {
    const bus = await open(() => {})
    const { heard, until } = told(bus)
    bus.publish('recorded', { rooms: ward, entries: [] })
    expect(heard).toEqual([])
    await until(1)
    await bus.close()
  })

  it('RT14: a listener that throws holds up nobody', async () => {
    const failures: unknown[] = []
    const bus = await open((error) => failures.push(error))
    bus.subscribe('recorded', () => {
      throw new Error('poisoned')
    })
    const { until } = told(bus)
    bus.publish('recorded', { rooms: ward, entries: [] })
    await until(1)
    expect(failures).toHaveLength(1)
    await bus.close()
  })

  it('follows rooms and stops, also rooms it does not know', async () => {
    const bus = await open(() => {})
    const { heard, until } = told(bus)
    await bus.follow([...ward, rooms.pharmacyQueue])
    await bus.follow(ward)
    bus.unfollow([rooms.pharmacyQueue, rooms.labWorklist])
    bus.publish('recorded', { rooms: ward, entries: [] })
    await until(1)
    expect(heard).toEqual([ward])
    await bus.close()
  })

  it('says that the others are heard', async () => {
    const bus = await open(() => {})
    expect(bus.connected).toBe(true)
    bus.onChange(() => {})()
    await bus.close()
  })

  it('is silent for whoever stopped listening', async () => {
    const bus = await open(() => {})
    const [left, stays] = [told(bus), told(bus)]
    left.stop()
    bus.publish('recorded', { rooms: ward, entries: [] })
    await stays.until(1)
    expect(left.heard).toEqual([])
    await bus.close()
  })
})
