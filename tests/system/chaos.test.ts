import { setTimeout as pause } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { streamOf } from '@wardline/events'
import { type Random, randomFrom } from '@wardline/events/testing'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectNats } from '../../apps/bff/src/bus/nats.ts'
import { openDatabase } from '../../apps/bff/src/database/open-database.ts'
import type { ReconnectingClient } from '../../apps/bff/src/testing/realtime/reconnecting-client.ts'
import { differences, Writer } from '../../apps/bff/src/testing/record/problem-writer.ts'
import { TestCluster } from './test-cluster.ts'

/** A few rounds by default; WARDLINE_CHAOS_ROUNDS=100 for a full run. */
const ROUNDS = Number(process.env.WARDLINE_CHAOS_ROUNDS ?? 5)
const SEED = Number(process.env.WARDLINE_CHAOS_SEED ?? 20_261_121)
const INSTANCES = 3
const LIMIT = { timeout: 60_000, interval: 10 }
const { postgres, nats } = findServers()

describe.skipIf(!postgres || !nats)('R4, R9: three processes, PostgreSQL and NATS, killed at random under load', () => {
  let cluster: TestCluster
  let clients: ReconnectingClient[]
  let runs: Promise<void>[]
  let writers: Writer[] = []
  let writerRound = 0
  const acknowledged: string[] = []

  beforeAll(async () => {
    cluster = await TestCluster.open(INSTANCES)
    clients = await Promise.all(
      (['dr.amal', 'dr.amal', 'nurse.huda', 'nurse.huda', 'pharm.omar', 'dr.sami'] as const).map((who) => cluster.client(who)),
    )
    runs = clients.map((client) => client.run())
  }, 120_000)
  afterEach(async () => {
    await setWriting(false)
  })
  afterAll(async () => {
    for (const client of clients) client.stop()
    await Promise.all(runs)
    await cluster.close()
  })

  async function setWriting(isWriting: boolean): Promise<void> {
    if (isWriting) {
      writerRound += 1
      const token = await cluster.tokenOf('dr.amal')
      const { patientId } = cluster.patient
      writers = ['a', 'b', 'c'].map((name) => new Writer(`${name}${writerRound}`, { patientId, token, address: cluster.address }))
      return
    }
    const stopped = writers
    writers = []
    await Promise.all(stopped.map((writer) => writer.stop()))
    acknowledged.push(...stopped.flatMap((writer) => writer.acknowledged.map(({ text }) => text)))
  }
  const acknowledgedCount = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
  async function waitForCommands(commands: number): Promise<void> {
    const until = acknowledgedCount() + commands
    await vi.waitFor(() => expect(acknowledgedCount(), 'the writers made progress').toBeGreaterThanOrEqual(until), LIMIT)
  }

  /** Waits until no acknowledged command is missing or repeated, and all clients have the same list as a new one. */
  async function expectConverged(): Promise<void> {
    await setWriting(false)
    const fresh = await settled()
    expect(differences(fresh.rows, acknowledged)).toEqual({ lost: [], twice: [], unacknowledged: [] })
    for (const client of clients) {
      await vi.waitFor(() => {
        expect(client.epoch, 'the client has the current epoch').toBe(fresh.epoch)
        expect(client.position, 'the client has caught up').toBeGreaterThanOrEqual(fresh.position)
      }, LIMIT)
      expect(client.faults).toEqual([])
      // A client holds the first page with all later deliveries.
      expect(client.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
      expect(client.rows).toEqual(fresh.rows.slice(0, client.rows.length))
    }
  }
  /** Returns the list when its read model has all events of the log. */
  async function settled() {
    const database = await openDatabase({ url: cluster.databaseUrl })
    const [head] = await database.query<{ seq: number }>('test_head', 'SELECT seq FROM room_head WHERE room = $1', [
      `patient:${cluster.patient.patientId}`,
    ])
    await database.close()
    const reader = clients[0] as ReconnectingClient
    return vi.waitFor(async () => {
      const list = await reader.readAll()
      if (!list || list.asOf.seq < (head?.seq ?? 0)) throw new Error('The read model is behind the log.')
      return { rows: list.rows, position: list.asOf.seq, epoch: list.asOf.epoch }
    }, LIMIT)
  }
  const kill = async (chance: Random) => {
    const victim = chance.oneOf(['instance', 'instance', 'instance', 'nats', 'postgres'] as const)
    if (victim === 'nats') {
      await cluster.nats.kill()
      await waitForCommands(5)
      return cluster.nats.up()
    }
    if (victim === 'postgres') {
      await cluster.postgres.kill()
      return cluster.postgres.up()
    }
    const instance = chance.oneOf(cluster.instances)
    await instance.end('SIGKILL')
    await waitForCommands(5)
    return instance.up()
  }

  it(
    `no command is lost or repeated in ${ROUNDS} rounds (WARDLINE_CHAOS_SEED=${SEED})`,
    async () => {
      const chance = randomFrom(SEED)
      await setWriting(true)
      for (let round = 0; round < ROUNDS; round++) {
        await waitForCommands(15)
        await kill(chance)
      }
      await waitForCommands(15)
      await expectConverged()
      expect(clients.map(({ resyncs }) => resyncs)).toEqual(clients.map(() => 0))
      const resumed = clients.flatMap(({ resumedIn }) => resumedIn).toSorted((a, b) => a - b)
      console.log(
        `R4: ${ROUNDS} rounds over ${INSTANCES} processes, NATS and PostgreSQL: ${acknowledged.length} commands acknowledged, 0 lost, 0 repeated; ${resumed.length} resumptions, p50 ${percentile(resumed, 0.5)} ms, p99 ${percentile(resumed, 0.99)} ms`,
      )
    },
    200_000 + ROUNDS * 20_000,
  )

  it('a rolling restart causes no resync', async () => {
    const before = clients.map(({ resyncs }) => resyncs)
    await setWriting(true)
    for (const instance of cluster.instances) {
      await waitForCommands(10)
      expect(await instance.end('SIGTERM')).not.toContain('Error')
      await instance.up()
    }
    await waitForCommands(10)
    await expectConverged()
    expect(clients.map(({ resyncs }) => resyncs)).toEqual(before)
    console.log(`R4: ${INSTANCES} processes restarted in turn under load: 0 lost, 0 of ${clients.length} clients resynced`)
  }, 120_000)

  it('R9: NATS is restored to an older state, then wiped: the streams have all events again', async () => {
    await setWriting(true)
    await waitForCommands(20)
    await cluster.nats.kill()
    const restore = cluster.nats.keep()
    await cluster.nats.up()
    await waitForCommands(20)
    await cluster.nats.kill()
    restore()
    await cluster.nats.up()
    await waitForCommands(20)
    await streamsComplete()
    await cluster.nats.kill()
    cluster.nats.wipe()
    await waitForCommands(10)
    const wipedAt = performance.now()
    await cluster.nats.up()
    await waitForCommands(10)
    await setWriting(false)
    await streamsComplete()
    console.log(
      `R9: NATS restored to an older state, then wiped: no event missing in the streams; complete ${Math.round(performance.now() - wipedAt)} ms after NATS came back empty`,
    )
    await expectConverged()
  }, 180_000)

  /** Waits until every published event is in its stream. */
  async function streamsComplete(): Promise<void> {
    const database = await openDatabase({ url: cluster.databaseUrl })
    const connection = await connectNats({ url: cluster.nats.url, name: 'proof' })
    try {
      for (;;) {
        const rows = await database.query<{ id: string }>('test_events', "SELECT event_id AS id FROM event WHERE type = 'diagnosis.added'")
        const stored = await idsIn(connection.connection)
        if (rows.every(({ id }) => stored.has(id))) return
        await pause(250)
      }
    } finally {
      await connection.close()
      await database.close()
    }
  }

  it('R7: the database is restored from an older backup: all clients resync and converge', async () => {
    await setWriting(true)
    await waitForCommands(10)
    await expectConverged()
    await cluster.postgres.kill()
    const restore = cluster.postgres.keep()
    await cluster.postgres.up()
    const acknowledgedInBackup = [...acknowledged]
    await setWriting(true)
    await waitForCommands(25)
    await setWriting(false)
    await cluster.postgres.kill()
    restore()
    await cluster.postgres.up()
    // Commands acknowledged after the backup are lost with the old database.
    acknowledged.splice(0, acknowledged.length, ...acknowledgedInBackup)
    const before = clients.map(({ resyncs }) => resyncs)
    // More commands than were lost, so that the room numbers alone do not show that the log went back.
    await setWriting(true)
    await waitForCommands(60)
    await expectConverged()
    const resynced = clients.filter(({ resyncs }, index) => resyncs > (before[index] ?? 0))
    expect(resynced).toHaveLength(clients.length)
    console.log(`R7: database restored from an older backup: ${resynced.length} of ${clients.length} clients resynced`)
  }, 180_000)
})

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

async function idsIn(connection: Awaited<ReturnType<typeof connectNats>>['connection']): Promise<ReadonlySet<string>> {
  const manager = await jetstreamManager(connection)
  const stream = streamOf('clinical')
  const info = await manager.streams.info(stream).catch(() => null)
  const ids = new Set<string>()
  for (let seq = info?.state.first_seq ?? 1; seq <= (info?.state.last_seq ?? 0); seq++) {
    const message = await manager.streams.getMessage(stream, { seq }).catch(() => null)
    if (message) ids.add(message.header.get('Nats-Msg-Id'))
  }
  return ids
}
