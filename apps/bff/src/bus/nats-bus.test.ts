import { type Room, rooms } from '@wardline/events'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Bus, Signals, Topic } from './bus.ts'
import { connectNats, type Nats } from './nats.ts'
import { natsBus } from './nats-bus.ts'

const unexpected = (error: unknown): void => {
  throw error
}
const ward = rooms.unit('ward.3-east')

describe.skipIf(!findServers().nats)('two processes on one NATS', () => {
  let server: NatsServer
  const open: (Nats | Bus)[] = []
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })
  afterAll(() => server.stop())

  async function process(failed = unexpected): Promise<{ nats: Nats; bus: Bus }> {
    const nats = await connectNats({ url: server.url, name: 'test' })
    const bus = natsBus(nats, failed)
    open.push(nats, bus)
    return { nats, bus }
  }
  function listenTo<T extends Topic>(bus: Bus, topic: T) {
    const signals: Signals[T][] = []
    bus.subscribe(topic, (signal) => signals.push(signal))
    const until = (count: number) => vi.waitUntil(() => signals.length >= count, { timeout: 10_000 })
    return { signals, until }
  }
  const advanced = (room: Room, seq = 1) => ({
    rooms: [room],
    entries: [{ room, seq, audiences: 1, prevs: [seq - 1], event: { eventId: `e-${seq}`, type: 'patient.updated' } as never }],
  })

  it('a signal about a user or session reaches both instances exactly once', async () => {
    const [one, other] = [await process(), await process()]
    const [here, there] = [listenTo(one.bus, 'staffChanged'), listenTo(other.bus, 'staffChanged')]
    await one.nats.connection.flush()
    await other.nats.connection.flush()
    one.bus.publish('staffChanged', { userId: 'amal' })
    one.bus.publish('staffChanged', { userId: 'sami' })
    await Promise.all([here.until(2), there.until(2)])
    await other.nats.connection.flush()
    expect(here.signals).toEqual([{ userId: 'amal' }, { userId: 'sami' }])
    expect(there.signals).toEqual(here.signals)
  })

  it('new entries of a followed room arrive once following resolved, and those of other rooms do not', async () => {
    const [one, other] = [await process(), await process()]
    const there = listenTo(other.bus, 'recorded')
    await other.bus.follow([ward])
    one.bus.publish('recorded', advanced(rooms.patient('p-1')))
    one.bus.publish('recorded', {
      rooms: [rooms.pharmacyQueue, ward],
      entries: [...advanced(rooms.pharmacyQueue).entries, ...advanced(ward).entries],
    })
    await there.until(1)
    expect(there.signals).toEqual([advanced(ward)])
    other.bus.unfollow([ward])
    await other.nats.connection.flush()
    one.bus.publish('recorded', advanced(ward, 2))
    one.bus.publish('notice', { userId: 'amal', room: ward, seq: 1 })
    await listenTo(other.bus, 'notice').until(1)
    expect(there.signals).toHaveLength(1)
  })

  it('a signal over the size limit is published without its entries: the log has them', async () => {
    const [one, other] = [await process(), await process()]
    const there = listenTo(other.bus, 'recorded')
    await other.bus.follow([ward])
    const large = advanced(ward)
    large.entries[0] = {
      ...large.entries[0],
      event: { eventId: 'e-1', type: 'patient.updated', text: 'x'.repeat(1024 * 1024) } as never,
    } as never
    one.bus.publish('recorded', large)
    await there.until(1)
    expect(there.signals).toEqual([{ rooms: [ward], entries: [] }])
  })

  it('during a restart of NATS publishing never throws, and afterwards followed rooms are read again', async () => {
    const [one, other] = [await process(), await process()]
    const there = listenTo(other.bus, 'recorded')
    await other.bus.follow([ward])
    const changes = (nats: Pick<Bus, 'connected' | 'onChange'>, to: boolean) =>
      new Promise<void>((resolve) => {
        const stop = nats.onChange((now) => {
          if (now !== to) return
          stop()
          resolve()
        })
        if (nats.connected === to) {
          stop()
          resolve()
        }
      })
    await server.kill()
    await Promise.all([changes(one.bus, false), changes(other.nats, false)])
    one.bus.publish('recorded', advanced(ward))
    await other.bus.follow([rooms.pharmacyQueue])
    await server.up()
    await there.until(1)
    expect(there.signals[0]).toEqual({ rooms: [ward, rooms.pharmacyQueue], entries: [] })
    await Promise.all([changes(one.bus, true), changes(other.nats, true)])
    await other.nats.connection.flush()
    one.bus.publish('recorded', advanced(rooms.pharmacyQueue, 7))
    await there.until(2)
    expect(there.signals[1]).toEqual(advanced(rooms.pharmacyQueue, 7))
  })

  it('an invalid signal is reported and dropped', async () => {
    const failures: unknown[] = []
    const { nats, bus } = await process((error) => failures.push(error))
    const there = listenTo(bus, 'sessionEnded')
    const foreign = await connectNats({ url: server.url, name: 'foreign' })
    open.push(foreign)
    await nats.connection.flush()
    for (const text of ['{', '{"hash":1}', '{"sessionHash":"h"}']) foreign.connection.publish('wardline.signal.sessionEnded', text)
    await there.until(1)
    expect(there.signals).toEqual([{ sessionHash: 'h' }])
    expect(failures).toHaveLength(2)
  })
})
