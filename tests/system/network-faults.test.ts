import { setTimeout as pause } from 'node:timers/promises'
import { type Fault, TcpProxy } from '@wardline/test-kit/faults/tcp-proxy'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ReconnectingClient } from '../../apps/bff/src/testing/realtime/reconnecting-client.ts'
import { Writer } from '../../apps/bff/src/testing/record/problem-writer.ts'
import { type Instance, TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

/** Duration of a fault; WARDLINE_BAD_LINE_MS=30000 for a full run. */
const FAULT_MS = Number(process.env.WARDLINE_BAD_LINE_MS ?? 800)

/** Faults, and whether they close the connections: bytes discarded on a silent connection cannot be recovered on it. */
const toxics: readonly (readonly [string, Fault, 'closes' | 'stays'])[] = [
  ['latency', { latencyMs: 60 }, 'stays'],
  ['jitter', { latencyMs: 5, jitterMs: 120 }, 'stays'],
  ['low bandwidth', { bytesPerSecond: 20_000 }, 'stays'],
  ['slices', { slice: 60 }, 'stays'],
  ['silence', { silent: true }, 'closes'],
  ['reset', {}, 'closes'],
  ['byte limit', { limitBytes: 3_000 }, 'closes'],
  ['refusal', { refuse: true, slowCloseMs: 100 }, 'closes'],
]

/** Longer than the detection and replacement of a bad connection. */
const LIMIT = { timeout: 60_000, interval: 10 }

describe.skipIf(!postgres || !nats)('R15: network faults', () => {
  let cluster: TestCluster
  const proxies: Record<'browser–BFF' | 'BFF–PostgreSQL' | 'BFF–NATS', TcpProxy[]> = {
    'browser–BFF': [],
    'BFF–PostgreSQL': [],
    'BFF–NATS': [],
  }
  let clients: ReconnectingClient[]
  let runs: Promise<void>[]
  const acknowledged: string[] = []

  beforeAll(async () => {
    cluster = await TestCluster.open(2, async (servers) => {
      const database = await TcpProxy.open(servers.postgres.port)
      const bus = await TcpProxy.open(servers.nats.port)
      proxies['BFF–PostgreSQL'].push(database)
      proxies['BFF–NATS'].push(bus)
      return { databasePort: database.port, natsPort: bus.port }
    })
    for (const instance of cluster.instances) proxies['browser–BFF'].push(await TcpProxy.open(instance.port))
    clients = await Promise.all((['dr.amal', 'nurse.huda', 'pharm.omar'] as const).map((who) => cluster.client(who, address)))
    runs = clients.map((client) => client.run())
  }, 120_000)
  afterAll(async () => {
    for (const client of clients) client.stop()
    await Promise.all(runs)
    await Promise.all(Object.values(proxies).flatMap((group) => group.map((proxy) => proxy.close())))
    await cluster.close()
  })

  let turn = 0
  /** Address of a proxy to each process in turn. */
  const address = () => {
    turn += 1
    const browserProxies = proxies['browser–BFF']
    return `http://127.0.0.1:${browserProxies[turn % browserProxies.length]?.port}`
  }

  const cases = Object.keys(proxies).flatMap((connection) => toxics.map((toxic) => [connection as keyof typeof proxies, ...toxic] as const))

  it.each(cases)('%s: %s', { timeout: 60_000 + 3 * FAULT_MS }, async (connection, name, toxic, openConnections) => {
    const token = await cluster.tokenOf('dr.amal')
    const { patientId } = cluster.patient
    const resyncs = clients.map((client) => client.resyncs)
    const writers = ['a', 'b'].map((who) => new Writer(`${connection} ${name} ${who}`, { patientId, token, address }))
    for (const proxy of proxies[connection]) {
      proxy.setFault(toxic)
      if (name === 'reset' || name === 'refusal') proxy.cut()
    }
    await pause(FAULT_MS)
    for (const proxy of proxies[connection]) {
      proxy.heal()
      if (openConnections === 'closes') proxy.cut()
    }
    await Promise.all(writers.map((writer) => writer.stop()))
    acknowledged.push(...writers.flatMap((writer) => writer.acknowledged.map(({ text }) => text)))

    const fresh = await settled()
    expect(fresh.rows.map(({ display }) => display).toSorted()).toEqual(acknowledged.toSorted())
    for (const client of clients) {
      await vi.waitFor(() => expect(client.position, 'the client has caught up').toBeGreaterThanOrEqual(fresh.seq), LIMIT)
      expect(client.faults).toEqual([])
      // A client holds the first page with all later deliveries.
      expect(client.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
      expect(client.rows).toEqual(fresh.rows.slice(0, client.rows.length))
    }
    expect(clients.map((client) => client.resyncs)).toEqual(resyncs)
  })

  /** Returns the list when it has as many rows as acknowledged commands; a list read before that is older, with its position. */
  async function settled() {
    return vi.waitFor(async () => {
      const list = await clients[0]?.readAll()
      if (!list || list.rows.length < acknowledged.length) throw new Error('The read model is behind the acknowledged commands.')
      return { rows: list.rows, seq: list.asOf.seq }
    }, LIMIT)
  }

  it('every process is ready after its connections recover', async () => {
    const ready = async (instance: Instance) => {
      await vi.waitFor(async () => expect((await fetch(`${instance.url}/readyz`)).ok, 'the process is ready').toBe(true), LIMIT)
    }
    await Promise.all(cluster.instances.map(ready))
  })
})
