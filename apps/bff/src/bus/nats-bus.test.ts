import { type Room, rooms } from '@wardline/events'
import { NatsServer } from '@wardline/test-kit/servers/nats'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
  function heard<T extends Topic>(bus: Bus, topic: T) {
    const signals: Signals[T][] = []
    let wake = () => {}
    bus.subscribe(topic, (signal) => {
      signals.push(signal)
      wake()
    })
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        wake = () => signals.length >= count && resolve()
        wake()
      })
    return { signals, until }
  }
  const grown = (room: Room, seq = 1) => ({
    rooms: [room],
    entries: [{ room, seq, audiences: 1, prevs: [seq - 1], event: { eventId: `e-${seq}`, type: 'patient.updated' } as never }],
  })

  it('what one tells about a person or a session the other hears, and nobody hears it twice', async () => {
    const [one, other] = [await process(), await process()]
    const [here, there] = [heard(one.bus, 'staffChanged'), heard(other.bus, 'staffChanged')]
    await one.nats.connection.flush()
    await other.nats.connection.flush()
    one.bus.publish('staffChanged', { userId: 'amal' })
    one.bus.publish('staffChanged', { userId: 'sami' })
    await Promise.all([here.until(2), there.until(2)])
    await other.nats.connection.flush()
    expect(here.signals).toEqual([{ userId: 'amal' }, { userId: 'sami' }])
    expect(there.signals).toEqual(here.signals)
  })

  it('what grows in a room is heard from when following it resolved, and of no other room', async () => {
    const [one, other] = [await process(), await process()]
    const there = heard(other.bus, 'recorded')
    await other.bus.follow([ward])
    one.bus.publish('recorded', grown(rooms.patient('p-1')))
    one.bus.publish('recorded', {
      rooms: [rooms.pharmacyQueue, ward],
      entries: [...grown(rooms.pharmacyQueue).entries, ...grown(ward).entries],
    })
    await there.until(1)
    expect(there.signals).toEqual([grown(ward)])
    other.bus.unfollow([ward])
    await other.nats.connection.flush()
    one.bus.publish('recorded', grown(ward, 2))
    one.bus.publish('notice', { userId: 'amal', message: { type: 'notification', data: {} } as never })
    await heard(other.bus, 'notice').until(1)
    expect(there.signals).toHaveLength(1)
  })

  it('more than NATS takes in one message is told without its entries: the log has them', async () => {
    const [one, other] = [await process(), await process()]
    const there = heard(other.bus, 'recorded')
    await other.bus.follow([ward])
    const large = grown(ward)
    large.entries[0] = {
      ...large.entries[0],
      event: { eventId: 'e-1', type: 'patient.updated', text: 'x'.repeat(1024 * 1024) } as never,
    } as never
    one.bus.publish('recorded', large)
    await there.until(1)
    expect(there.signals).toEqual([{ rooms: [ward], entries: [] }])
  })

  it('NATS ends and comes back: publishing never throws, and followed rooms are read anew', async () => {
    const [one, other] = [await process(), await process()]
    const there = heard(other.bus, 'recorded')
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
    one.bus.publish('recorded', grown(ward))
    await other.bus.follow([rooms.pharmacyQueue])
    await server.up()
    await there.until(1)
    expect(there.signals[0]).toEqual({ rooms: [ward, rooms.pharmacyQueue], entries: [] })
    await Promise.all([changes(one.bus, true), changes(other.nats, true)])
    await other.nats.connection.flush()
    one.bus.publish('recorded', grown(rooms.pharmacyQueue, 7))
    await there.until(2)
    expect(there.signals[1]).toEqual(grown(rooms.pharmacyQueue, 7))
  })

  it('what nobody of this version would say is named and dropped', async () => {
    const failures: unknown[] = []
    const { nats, bus } = await process((error) => failures.push(error))
    const there = heard(bus, 'sessionEnded')
    const stranger = await connectNats({ url: server.url, name: 'stranger' })
    open.push(stranger)
    await nats.connection.flush()
    for (const text of ['{', '{"hash":1}', '{"sessionHash":"h"}']) stranger.connection.publish('wardline.signal.sessionEnded', text)
    await there.until(1)
    expect(there.signals).toEqual([{ sessionHash: 'h' }])
    expect(failures).toHaveLength(2)
  })
})
