import { setTimeout as pause } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { streamOf } from '@wardline/events'
import { type Chance, chanceFrom } from '@wardline/events/testing'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectNats } from '../../apps/bff/src/bus/nats.ts'
import { openDatabase } from '../../apps/bff/src/database/database.ts'
import type { ReconnectingClient } from '../../apps/bff/src/testing/reconnecting-client.ts'
import { differences, Writer } from '../../apps/bff/src/testing/writer.ts'
import { TestCluster } from './test-cluster.ts'

/** In CI a few rounds; a long night takes WARDLINE_CHAOS_ROUNDS=100. */
const ROUNDS = Number(process.env.WARDLINE_CHAOS_ROUNDS ?? 5)
const SEED = Number(process.env.WARDLINE_CHAOS_SEED ?? 20_261_121)
const INSTANCES = 3
const LIMIT = { timeout: 60_000, interval: 10 }
const { postgres, nats } = findServers()

describe.skipIf(!postgres || !nats)('R4, R9: three processes, and what they stand on, killed at random while people work', () => {
  let house: TestCluster
  let screens: ReconnectingClient[]
  let watching: Promise<void>[]
  let writers: Writer[] = []
  let shift = 0
  const acknowledged: string[] = []

  beforeAll(async () => {
    house = await TestCluster.open(INSTANCES)
    screens = await Promise.all(
      (['dr.amal', 'dr.amal', 'nurse.huda', 'nurse.huda', 'pharm.omar', 'dr.sami'] as const).map((who) => house.screen(who)),
    )
    watching = screens.map((screen) => screen.run())
  }, 120_000)
  afterEach(async () => {
    await work(false)
  })
  afterAll(async () => {
    for (const screen of screens) screen.stop()
    await Promise.all(watching)
    await house.close()
  })

  async function work(goes: boolean): Promise<void> {
    if (goes) {
      shift += 1
      const token = await house.tokenOf('dr.amal')
      const { patientId } = house.patient
      writers = ['a', 'b', 'c'].map((name) => new Writer(`${name}${shift}`, { patientId, token, address: house.address }))
      return
    }
    const done = writers
    writers = []
    await Promise.all(done.map((writer) => writer.stop()))
    acknowledged.push(...done.flatMap((writer) => writer.acknowledged.map(({ text }) => text)))
  }
  const answered = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
  async function worked(commands: number): Promise<void> {
    const until = answered() + commands
    await vi.waitFor(() => expect(answered(), 'the writers made progress').toBeGreaterThanOrEqual(until), LIMIT)
  }

  /** Nothing acknowledged is missing, nothing is there twice, and every screen says what a fresh one would. */
  async function converged(): Promise<void> {
    await work(false)
    const fresh = await settled()
    expect(differences(fresh.rows, acknowledged)).toEqual({ lost: [], twice: [], unasked: [] })
    for (const screen of screens) {
      await vi.waitFor(() => {
        expect(screen.epoch, 'the client has the current epoch').toBe(fresh.epoch)
        expect(screen.position, 'the client has caught up').toBeGreaterThanOrEqual(fresh.position)
      }, LIMIT)
      expect(screen.faults).toEqual([])
      // What a screen holds is the first page, carried on.
      expect(screen.rows.length).toBeGreaterThanOrEqual(Math.min(fresh.rows.length, 1_000))
      expect(screen.rows).toEqual(fresh.rows.slice(0, screen.rows.length))
    }
  }
  /** The list once its read model has all there is. */
  async function settled() {
    const database = await openDatabase({ url: house.databaseUrl })
    const [head] = await database.query<{ seq: number }>('test_head', 'SELECT seq FROM room_head WHERE room = $1', [
      `patient:${house.patient.patientId}`,
    ])
    await database.close()
    const reader = screens[0] as ReconnectingClient
    return vi.waitFor(async () => {
      const list = await reader.readAll()
      if (!list || list.asOf.seq < (head?.seq ?? 0)) throw new Error('The read model is behind the log.')
      return { rows: list.rows, position: list.asOf.seq, epoch: list.asOf.epoch }
    }, LIMIT)
  }
  const kill = async (chance: Chance) => {
    const victim = chance.oneOf(['instance', 'instance', 'instance', 'nats', 'postgres'] as const)
    if (victim === 'nats') {
      await house.nats.kill()
      await worked(5)
      return house.nats.up()
    }
    if (victim === 'postgres') {
      await house.postgres.kill()
      return house.postgres.up()
    }
    const instance = chance.oneOf(house.instances)
    await instance.end('SIGKILL')
    await worked(5)
    return instance.up()
  }

  it(
    `loses nothing and does nothing twice in ${ROUNDS} rounds (WARDLINE_CHAOS_SEED=${SEED})`,
    async () => {
      const chance = chanceFrom(SEED)
      await work(true)
      for (let round = 0; round < ROUNDS; round++) {
        await worked(15)
        await kill(chance)
      }
      await worked(15)
      await converged()
      expect(screens.map(({ resyncs }) => resyncs)).toEqual(screens.map(() => 0))
      const resumed = screens.flatMap(({ resumedIn }) => resumedIn).toSorted((a, b) => a - b)
      console.log(
        `R4: ${ROUNDS} rounds over ${INSTANCES} processes, NATS and PostgreSQL: ${acknowledged.length} commands acknowledged, 0 lost, 0 twice; ${resumed.length} resumptions, p50 ${at(resumed, 0.5)} ms, p99 ${at(resumed, 0.99)} ms`,
      )
    },
    200_000 + ROUNDS * 20_000,
  )

  it('is restarted one process after the other, and nobody starts anew', async () => {
    const before = screens.map(({ resyncs }) => resyncs)
    await work(true)
    for (const instance of house.instances) {
      await worked(10)
      expect(await instance.end('SIGTERM')).not.toContain('Error')
      await instance.up()
    }
    await worked(10)
    await converged()
    expect(screens.map(({ resyncs }) => resyncs)).toEqual(before)
    console.log(`R4: ${INSTANCES} processes restarted one after the other under load: 0 lost, 0 of ${screens.length} screens read anew`)
  }, 120_000)

  it('R9: NATS loses everything, and goes back: the streams have every event again', async () => {
    await work(true)
    await worked(20)
    await house.nats.kill()
    const goBack = house.nats.keep()
    await house.nats.up()
    await worked(20)
    await house.nats.kill()
    goBack()
    await house.nats.up()
    await worked(20)
    await streamsComplete()
    await house.nats.kill()
    house.nats.wipe()
    await worked(10)
    const wipedAt = performance.now()
    await house.nats.up()
    await worked(10)
    await work(false)
    await streamsComplete()
    console.log(
      `R9: NATS went back, then lost everything: no event missing in the streams; they were complete ${Math.round(performance.now() - wipedAt)} ms after NATS came back with nothing`,
    )
    await converged()
  }, 180_000)

  /** Waits until every event that is published stands in its stream, once for whoever goes by its id. */
  async function streamsComplete(): Promise<void> {
    const database = await openDatabase({ url: house.databaseUrl })
    const connection = await connectNats({ url: house.nats.url, name: 'proof' })
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

  it('R7: the database is restored from an older backup: everybody starts anew, and says the same', async () => {
    await work(true)
    await worked(10)
    await converged()
    await house.postgres.kill()
    const restore = house.postgres.keep()
    await house.postgres.up()
    const kept = [...acknowledged]
    await work(true)
    await worked(25)
    await work(false)
    await house.postgres.kill()
    restore()
    await house.postgres.up()
    // What was acknowledged after the backup was taken is gone with the database that had it.
    acknowledged.splice(0, acknowledged.length, ...kept)
    const before = screens.map(({ resyncs }) => resyncs)
    // More than was lost: by the numbers of its rooms alone nobody could tell that the log went back.
    await work(true)
    await worked(60)
    await converged()
    const anew = screens.filter(({ resyncs }, index) => resyncs > (before[index] ?? 0))
    expect(anew).toHaveLength(screens.length)
    console.log(`R7: the database went back to an older backup: ${anew.length} of ${screens.length} screens read anew`)
  }, 180_000)
})

const at = (sorted: readonly number[], part: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)

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
