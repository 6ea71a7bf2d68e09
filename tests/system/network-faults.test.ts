import { setTimeout as pause } from 'node:timers/promises'
import { TcpProxy, type Toxic } from '@wardline/test-kit/faults/tcp-proxy'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ReconnectingClient } from '../../apps/bff/src/testing/reconnecting-client.ts'
import { Writer } from '../../apps/bff/src/testing/writer.ts'
import { type Instance, TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

/** How long a line stays bad; a long night takes WARDLINE_BAD_LINE_MS=30000. */
const BAD_MS = Number(process.env.WARDLINE_BAD_LINE_MS ?? 800)

/** What a line may do, and whether its connections end with it: what vanished on a silent line comes back to nobody. */
const toxics: readonly (readonly [string, Toxic, 'ends' | 'stays'])[] = [
  ['latency', { latencyMs: 60 }, 'stays'],
  ['jitter', { latencyMs: 5, jitterMs: 120 }, 'stays'],
  ['a narrow line', { bytesPerSecond: 20_000 }, 'stays'],
  ['slices', { slice: 60 }, 'stays'],
  ['silence', { silent: true }, 'ends'],
  ['a cut', {}, 'ends'],
  ['a limit of data', { limitBytes: 3_000 }, 'ends'],
  ['refusal', { refuse: true, slowCloseMs: 100 }, 'ends'],
]

/** Longer than a bad connection is noticed and replaced. */
const LIMIT = { timeout: 60_000, interval: 10 }

describe.skipIf(!postgres || !nats)('R15: bad lines', () => {
  let house: TestCluster
  const lines: Record<'browser–BFF' | 'BFF–PostgreSQL' | 'BFF–NATS', TcpProxy[]> = {
    'browser–BFF': [],
    'BFF–PostgreSQL': [],
    'BFF–NATS': [],
  }
  let screens: ReconnectingClient[]
  let watching: Promise<void>[]
  const acknowledged: string[] = []

  beforeAll(async () => {
    house = await TestCluster.open(2, async (servers) => {
      const database = await TcpProxy.open(servers.postgres.port)
      const bus = await TcpProxy.open(servers.nats.port)
      lines['BFF–PostgreSQL'].push(database)
      lines['BFF–NATS'].push(bus)
      return { databasePort: database.port, natsPort: bus.port }
    })
    for (const instance of house.instances) lines['browser–BFF'].push(await TcpProxy.open(instance.port))
    screens = await Promise.all((['dr.amal', 'nurse.huda', 'pharm.omar'] as const).map((who) => house.screen(who, address)))
    watching = screens.map((screen) => screen.run())
  }, 120_000)
  afterAll(async () => {
    for (const screen of screens) screen.stop()
    await Promise.all(watching)
    await Promise.all(Object.values(lines).flatMap((some) => some.map((line) => line.close())))
    await house.close()
  })

  let turn = 0
  /** Over the lines that can be made bad, to one process and the other. */
  const address = () => {
    turn += 1
    const some = lines['browser–BFF']
    return `http://127.0.0.1:${some[turn % some.length]?.port}`
  }

  const cases = Object.keys(lines).flatMap((line) => toxics.map((toxic) => [line as keyof typeof lines, ...toxic] as const))

  it.each(cases)('%s: %s', { timeout: 60_000 + 3 * BAD_MS }, async (line, name, toxic, connections) => {
    const token = await house.tokenOf('dr.amal')
    const { patientId } = house.patient
    const resyncs = screens.map((screen) => screen.resyncs)
    const writers = ['a', 'b'].map((who) => new Writer(`${line} ${name} ${who}`, { patientId, token, address }))
    for (const one of lines[line]) {
      one.poison(toxic)
      if (name === 'a cut' || name === 'refusal') one.cut()
    }
    await pause(BAD_MS)
    for (const one of lines[line]) {
      one.heal()
      if (connections === 'ends') one.cut()
    }
    await Promise.all(writers.map((writer) => writer.stop()))
    acknowledged.push(...writers.flatMap((writer) => writer.acknowledged.map(({ text }) => text)))

    const fresh = await settled()
    expect(fresh.rows.map(({ display }) => display).toSorted()).toEqual(acknowledged.toSorted())
    for (const screen of screens) {
      await vi.waitFor(() => expect(screen.position, 'the client has caught up').toBeGreaterThanOrEqual(fresh.seq), LIMIT)
      expect(screen.faults).toEqual([])
      // What a screen holds is the first page, carried on.
      expect(screen.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
      expect(screen.rows).toEqual(fresh.rows.slice(0, screen.rows.length))
    }
    expect(screens.map((screen) => screen.resyncs)).toEqual(resyncs)
  })

  /** The list once it has as many rows as were acknowledged: whoever asks meanwhile sees an older one, and knows it. */
  async function settled() {
    return vi.waitFor(async () => {
      const list = await screens[0]?.readAll()
      if (!list || list.rows.length < acknowledged.length) throw new Error('The read model is behind the acknowledged commands.')
      return { rows: list.rows, seq: list.asOf.seq }
    }, LIMIT)
  }

  it('every process is ready once its lines are good', async () => {
    const ready = async (instance: Instance) => {
      await vi.waitFor(async () => expect((await fetch(`${instance.url}/readyz`)).ok, 'the process is ready').toBe(true), LIMIT)
    }
    await Promise.all(house.instances.map(ready))
  })
})
