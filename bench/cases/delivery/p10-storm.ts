import { type Applied, type CensusRow, type Epoch, type Room, rooms } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import type { PoolOptions } from '../../clients/client-pool.ts'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { type BenchmarkCase, figureRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import { type BenchContext, productCpuMs, vitals } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 6, perBlock: 2, warmUp: 2, withinMs: 18_000 }
const CLIENTS = 1000
/** R13: the screens of a building, all disconnected at the same moment. */
const DROPPED = 2000
const LIVE_WITHIN_MS = 20_000
/** Maximum share of clients that read a snapshot, in per cent. */
const MOST_SNAPSHOTS = 1
const ROOMS = 5
/** Screens share a session only within a browser, but a thousand sign-ins would take longer than the case. */
const SIGN_INS = 40

interface RoomPositions {
  readonly epoch: Epoch
  readonly seqs: Readonly<Record<Room, number>>
}

async function readPositions(nurse: ApiClient): Promise<RoomPositions> {
  const { rows, asOf } = await nurse.query<{ rows: readonly CensusRow[]; asOf: { epoch: Epoch } }>('patients.search', {})
  const charts = await Promise.all(
    rows.slice(0, ROOMS).map(async ({ id }) => {
      const { positions } = await nurse.query<{ positions: Record<Room, number> }>('patients.summary', { patientId: id })
      return [rooms.patient(id), positions[rooms.patient(id)] ?? 0] as const
    }),
  )
  return { epoch: asOf.epoch, seqs: Object.fromEntries(charts) }
}

/** Records an event in each room. */
async function recordInEachRoom(nurse: ApiClient, { epoch, seqs }: RoomPositions): Promise<RoomPositions> {
  const recorded = await Promise.all(
    Object.keys(seqs).map(async (room) => {
      const { positions } = await nurse.mutate<Applied>('vitals.record', vitals(room.replace('patient:', '')))
      return [room, positions[room as Room] ?? 0] as const
    }),
  )
  return { epoch, seqs: Object.fromEntries(recorded) }
}

async function signIns(url: string): Promise<readonly string[]> {
  const tokens: string[] = []
  for (let count = 0; count < SIGN_INS; count++) tokens.push((await ApiClient.signIn(url, 'nurse.huda')).token)
  return tokens
}

/** Counts the events between two positions. A chart can be behind its room, so its position is the start. */
const eventsBetween = (before: RoomPositions, now: RoomPositions) =>
  Object.entries(now.seqs).reduce((sum, [room, seq]) => sum + seq - (before.seqs[room as Room] ?? 0), 0)

const subscriptionPositions = ({ epoch, seqs }: RoomPositions) =>
  Object.fromEntries(Object.entries(seqs).map(([room, seq]) => [room, { epoch, seq }]))

/** P10: all clients disconnect and reconnect at once: authenticated, in five rooms, caught up with missed events; compared with a plain rejoin. */
export const storm = (bench: BenchContext): BenchmarkCase => ({
  id: 'P10',
  async run() {
    const { nurse } = await bench.nurseAndPatient()
    const server = await bench.server('baselines/socketio-server')
    let positions = await readPositions(nurse)
    const baselineClients: PoolOptions = { kind: 'io', url: server.url, clients: CLIENTS, rooms: [Object.keys(positions.seqs)] }
    const ourClients: PoolOptions = { ...baselineClients, url: nurse.url, tokens: await signIns(nurse.url) }
    const [ours, baseline] = await Promise.all([ClientProcess.of(ourClients), ClientProcess.of(baselineClients)])
    const sides = await interleave(
      {
        async ours() {
          await ours.leave()
          const before = positions
          positions = await recordInEachRoom(nurse, before)
          const reconnect = withCpu(
            () => productCpuMs(nurse.url),
            () => ours.comeBack({ ...ourClients, after: subscriptionPositions(before) }),
          )
          const result = await reconnect()
          const missed = (await ours.child.ask<number>('missed')) / CLIENTS
          // A claim that expires during the measurement adds an event, so the count lies between the nurse's own and the current heads.
          const [least, most] = [eventsBetween(before, positions), eventsBetween(before, await readPositions(nurse))]
          if (missed < least || missed > most) throw new Error(`each client caught up ${missed} events, expected ${least} to ${most}`)
          return result
        },
        async baseline() {
          await baseline.leave()
          return withCpu(cpuOf(server), () => baseline.comeBack(baselineClients))()
        },
      },
      sampleSize,
    )
    await Promise.all([ours.end(), baseline.end()])
    const dropped = { ...ourClients, clients: DROPPED }
    const droppedClients = await ClientProcess.of(dropped)
    await droppedClients.leave()
    const before = positions
    positions = await recordInEachRoom(nurse, before)
    const liveMs = await droppedClients.comeBack({ ...dropped, after: subscriptionPositions(before) })
    const resynced = await droppedClients.child.ask<number>('resynced')
    await droppedClients.end()
    const about = { caseId: 'P10', unit: 'ms' }
    return [
      ratioRow(
        { ...about, workload: `${CLIENTS} clients reconnect at once, ${ROOMS} rooms and ${ROOMS} missed events each` },
        sides.ours.ms,
        sides.baseline.ms,
        1.5,
      ),
      ratioRow({ ...about, workload: 'same, CPU of the server' }, sides.ours.cpu, sides.baseline.cpu, 1.8),
      figureRow({ ...about, workload: `${DROPPED} clients reconnect at once, until all are live` }, liveMs, LIVE_WITHIN_MS),
      figureRow({ ...about, unit: '%', workload: 'share of clients that read a snapshot' }, (100 * resynced) / DROPPED, MOST_SNAPSHOTS),
    ]
  },
})
