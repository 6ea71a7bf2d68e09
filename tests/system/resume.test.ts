import { setTimeout as pause } from 'node:timers/promises'
import { type Epoch, rooms } from '@wardline/events'
import type { RoomAnswer } from '@wardline/sync/protocol'
import { TcpProxy } from '@wardline/test-kit/faults/tcp-proxy'
import { findServers } from '@wardline/test-kit/servers/programs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../apps/bff/src/database/database.ts'
import { signIn } from '../../apps/bff/src/testing/app.ts'
import type { ReconnectingClient } from '../../apps/bff/src/testing/reconnecting-client.ts'
import { Writer } from '../../apps/bff/src/testing/writer.ts'
import { type Instance, TestCluster } from './test-cluster.ts'

const { postgres, nats } = findServers()

/** Each case breaks so many screens off so often: 100 resumptions, 500 in all. */
const SCREENS = 20
const ROUNDS = 5
/** How long a line is idle; a long night takes WARDLINE_IDLE_MS=130000, beyond what other products remember. */
const IDLE_MS = Number(process.env.WARDLINE_IDLE_MS ?? 1_000)
/** Waits for a condition: often, because a connection is replaced within milliseconds. */
const LIMIT = { timeout: 60_000, interval: 2 }

describe.skipIf(!postgres || !nats)('screens at two processes, over lines that break', () => {
  let house: TestCluster
  let databaseLine: TcpProxy
  /** Two lines to each process: whoever is cut off from one finds the other. */
  let lines: readonly (readonly TcpProxy[])[]
  let way = 0
  let screens: readonly ReconnectingClient[]
  let watching: readonly Promise<void>[]
  let token: string
  let written = 0

  beforeAll(async () => {
    house = await TestCluster.open(2, async (servers) => {
      databaseLine = await TcpProxy.open(servers.postgres.port)
      return { databasePort: databaseLine.port, natsPort: servers.nats.port }
    })
    lines = await Promise.all([0, 1].map(() => Promise.all(house.instances.map(({ port }) => TcpProxy.open(port)))))
    token = await house.tokenOf('dr.amal')
    for (const who of ['nurse.huda', 'dr.sami'] as const) await house.tokenOf(who)
    screens = await Promise.all(
      Array.from({ length: SCREENS }, (_, n) =>
        house.screen(n % 2 ? 'nurse.huda' : 'dr.sami', () => `http://127.0.0.1:${lines[way]?.[n % 2]?.port}`),
      ),
    )
    watching = screens.map((screen) => screen.run())
    await vi.waitFor(
      () =>
        expect(
          screens.every(({ live }) => live),
          'every client is connected',
        ).toBe(true),
      LIMIT,
    )
    await write(1)
    await current()
  }, 120_000)
  afterAll(async () => {
    for (const screen of screens) screen.stop()
    await Promise.all(watching)
    await Promise.all([databaseLine, ...lines.flat()].map((line) => line.close()))
    await house.close()
  })

  const room = () => rooms.patient(house.patient.patientId)
  const here = () => lines[way] ?? []
  async function write(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const writer = new Writer(`r${written}`, { patientId: house.patient.patientId, token, address: house.address })
      await writer.stop()
      written += writer.acknowledged.length
    }
  }
  /** Every screen has what a fresh one would have. */
  async function current(): Promise<void> {
    const fresh = await vi.waitFor(async () => {
      const list = await (screens[0] as ReconnectingClient).read()
      expect(list.rows.length, 'the read model has every event').toBeGreaterThanOrEqual(written)
      return list
    }, LIMIT)
    await vi.waitFor(() => {
      for (const { position } of screens) expect(position, 'every client has caught up').toBeGreaterThanOrEqual(fresh.asOf.seq)
    }, LIMIT)
    for (const screen of screens) expect(screen.rows).toEqual(fresh.rows)
  }
  async function again(before: readonly number[]): Promise<void> {
    await vi.waitFor(() => {
      for (const [index, { resumedIn }] of screens.entries())
        expect(resumedIn.length, 'every client has resumed').toBeGreaterThan(before[index] ?? 0)
    }, LIMIT)
  }
  const resumed = () => screens.map(({ resumedIn }) => resumedIn.length)
  const resumptions = () => resumed().reduce((sum, count) => sum + count, 0)

  const cases: readonly (readonly [string, (round: number) => Promise<void>])[] = [
    [
      'nothing came before the line was cut, something while it was',
      async () => {
        for (const line of here()) line.poison({ refuse: true })
        for (const line of here()) line.cut()
        await write(1)
        for (const line of here()) line.heal()
      },
    ],
    [
      'nothing was said for long',
      async (round) => {
        if (round === 0) await pause(IDLE_MS)
        for (const line of here()) line.cut()
        await write(1)
      },
    ],
    [
      'a line is half open: one end is gone, the other does not know',
      async () => {
        const silent = here()
        for (const line of silent) line.poison({ silent: true })
        way = 1 - way
        await write(1)
        for (const screen of screens) screen.leave()
        await write(1)
        for (const line of silent) line.heal()
      },
    ],
    [
      'it is back in a moment',
      async () => {
        const writing = write(2)
        for (const line of here()) line.cut()
        await writing
      },
    ],
    [
      'it is replaced while its question is still being answered',
      async () => {
        databaseLine.poison({ latencyMs: 15 })
        const before = screens.map(({ requests }) => requests)
        for (const line of here()) line.cut()
        const writing = write(1)
        await vi.waitFor(() => {
          for (const [index, { requests }] of screens.entries())
            expect(requests, 'every client has requested its position').toBeGreaterThan(before[index] ?? 0)
        }, LIMIT)
        for (const line of here()) line.cut()
        await writing
        databaseLine.heal()
      },
    ],
  ]

  it.each(cases)(
    'R5: %s: everybody carries on',
    async (name, broken) => {
      const from = resumptions()
      const [resyncs, repeats] = [screens.map((screen) => screen.resyncs), screens.map((screen) => screen.repeats)]
      for (let round = 0; round < ROUNDS; round++) {
        const before = resumed()
        await broken(round)
        await again(before)
        await current()
      }
      for (const screen of screens) expect(screen.faults).toEqual([])
      expect(screens.map((screen) => screen.resyncs)).toEqual(resyncs)
      expect(screens.map((screen) => screen.repeats)).toEqual(repeats)
      const count = resumptions() - from
      expect(count).toBeGreaterThanOrEqual(ROUNDS * SCREENS)
      console.log(`R5: ${name}: ${count} of ${count} resumed, 0 lost, 0 twice, 0 read anew`)
    },
    180_000,
  )

  it('R6: the very last frame is lost, and so is the word of it between the processes: the next tick shows it', async () => {
    const since = performance.now()
    for (const screen of screens) screen.loseNext()
    await write(1)
    await current()
    const frames = performance.now() - since
    expect(screens.map(({ lost }) => lost)).toEqual(screens.map(() => 1))
    await house.nats.kill()
    const apart = performance.now()
    await write(1)
    await current()
    const words = performance.now() - apart
    await house.nats.up()
    for (const screen of screens) expect(screen.faults).toEqual([])
    console.log(
      `R6: ${SCREENS} of ${SCREENS} screens without the last frame had it ${Math.round(frames)} ms after it was written, without a word between processes ${Math.round(words)} ms (bar 5,000 and the reading)`,
    )
  }, 60_000)

  it('R7: positions of no life, beyond the head and of a log that was made anew are carried on nowhere', async () => {
    const database = await openDatabase({ url: house.databaseUrl })
    const [life] = await database.query<{ epoch: Epoch; seq: number }>(
      'test_life',
      'SELECT epoch, seq FROM log_epoch, room_head WHERE room = $1',
      [room()],
    )
    await database.close()
    const { epoch, seq } = life ?? { epoch: '' as Epoch, seq: 0 }
    let told = 0
    const ask = async (instance: Instance, at: { epoch: Epoch; seq: number }, of = room()) => {
      const socket = await (await signIn(instance.url, 'nurse.huda')).socket()
      const answer = (await socket.ask('subscription', { subscription_id: 's', rooms: [of], after: { [of]: at } })) as object
      told += 1
      return { socket, answer: 'rooms' in answer ? (answer.rooms as Record<string, RoomAnswer>)[of] : answer }
    }
    const askedOnce = async (...asked: Parameters<typeof ask>) => {
      const { socket, answer } = await ask(...asked)
      socket.close()
      return answer
    }
    for (const instance of house.instances) {
      expect(await askedOnce(instance, { epoch, seq })).toEqual({ head: seq, missed: [] })
      expect(await askedOnce(instance, { epoch, seq: seq + 1 })).toEqual({ resync: 'beyond-head', head: seq })
      expect(await askedOnce(instance, { epoch: 'another' as Epoch, seq })).toEqual({ resync: 'epoch-changed', head: seq })
      // A client that does not say of which life it speaks is not listened to.
      expect(await askedOnce(instance, { epoch: '' as Epoch, seq })).toEqual({ refused: 'INVALID_INPUT' })
    }
    for (const screen of screens) screen.stop()
    await house.wipe()
    // The new log is further on than where the position stood in the old one.
    const desk = await house.desk()
    for (let n = 0; n < 3; n++) await desk.admit()
    await desk.close()
    const ward = rooms.unit('ward-3')
    for (const instance of house.instances) {
      const { socket, answer } = await ask(instance, { epoch, seq: 1 }, ward)
      // Whoever is heard before the process has looked again is told at its next look.
      if (!(answer && 'resync' in answer)) expect((await socket.next('resync')).room).toBe(ward)
      socket.close()
      expect(await askedOnce(instance, { epoch, seq: 1 }, ward)).toMatchObject({ resync: 'epoch-changed' })
    }
    console.log(`R7: ${told} positions asked for at 2 processes, none called recovered that is not`)
  }, 60_000)
})
