import { type Applied, type CensusRow, type Epoch, type Room, rooms } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import type { OpenSwarm } from '../../clients/client-pool.ts'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { asFigure, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import { type BenchContext, productCpuMs, vitals } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 6, per: 2, warmUp: 2, withinMs: 18_000 }
const CLIENTS = 1000
/** R13: a ward building's screens, all dropped in the same moment. */
const DROPPED = 2000
const LIVE_WITHIN_MS = 20_000
/** In per cent of those who came back. */
const SNAPSHOTS = 1
const ROOMS = 5
/** Screens share a sign-in only in the same browser; signing in a thousand times would take longer than the line. */
const SIGN_INS = 40

interface Stands {
  readonly epoch: Epoch
  readonly seqs: Readonly<Record<Room, number>>
}

async function standsOf(nurse: ApiClient): Promise<Stands> {
  const { rows, asOf } = await nurse.query<{ rows: readonly CensusRow[]; asOf: { epoch: Epoch } }>('patients.search', {})
  const charts = await Promise.all(
    rows.slice(0, ROOMS).map(async ({ id }) => {
      const { positions } = await nurse.query<{ positions: Record<Room, number> }>('patients.summary', { patientId: id })
      return [rooms.patient(id), positions[rooms.patient(id)] ?? 0] as const
    }),
  )
  return { epoch: asOf.epoch, seqs: Object.fromEntries(charts) }
}

/** Something happens in each room. */
async function happens(nurse: ApiClient, { epoch, seqs }: Stands): Promise<Stands> {
  const told = await Promise.all(
    Object.keys(seqs).map(async (room) => {
      const { positions } = await nurse.mutate<Applied>('vitals.record', vitals(room.replace('patient:', '')))
      return [room, positions[room as Room] ?? 0] as const
    }),
  )
  return { epoch, seqs: Object.fromEntries(told) }
}

async function signIns(url: string): Promise<readonly string[]> {
  const tokens: string[] = []
  for (let count = 0; count < SIGN_INS; count++) tokens.push((await ApiClient.signIn(url, 'nurse.huda')).token)
  return tokens
}

/** A chart read at the start may stand behind its room: what counts is how far the rooms went on from there. */
const between = (before: Stands, now: Stands) =>
  Object.entries(now.seqs).reduce((sum, [room, seq]) => sum + seq - (before.seqs[room as Room] ?? 0), 0)

const after = ({ epoch, seqs }: Stands) => Object.fromEntries(Object.entries(seqs).map(([room, seq]) => [room, { epoch, seq }]))

/** P10: everybody is cut off and comes back at once: authenticated, in five rooms, caught up with what happened meanwhile, beside a bare rejoin. */
export const storm = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P10',
  async run() {
    const { nurse } = await workshop.nurseAndPatient()
    const server = await workshop.server('baselines/socketio-server')
    let stands = await standsOf(nurse)
    const plain: OpenSwarm = { kind: 'io', url: server.url, clients: CLIENTS, rooms: [Object.keys(stands.seqs)] }
    const mine: OpenSwarm = { ...plain, url: nurse.url, tokens: await signIns(nurse.url) }
    const [ours, bare] = await Promise.all([ClientProcess.of(mine), ClientProcess.of(plain)])
    const sides = await interleave(
      {
        async ours() {
          await ours.leave()
          const before = stands
          stands = await happens(nurse, before)
          const back = withCpu(
            () => productCpuMs(nurse.url),
            () => ours.comeBack({ ...mine, after: after(before) }),
          )
          const measured = await back()
          const missed = (await ours.child.ask<number>('missed')) / CLIENTS
          // A claim that lapses meanwhile is an event of its own: what was told to the nurse at least, what the rooms hold now at most.
          const [least, most] = [between(before, stands), between(before, await standsOf(nurse))]
          if (missed < least || missed > most)
            throw new Error(`${missed} missed events were caught up by each, ${least} to ${most} happened`)
          return measured
        },
        async bare() {
          await bare.leave()
          return withCpu(cpuOf(server), () => bare.comeBack(plain))()
        },
      },
      extent,
    )
    await Promise.all([ours.end(), bare.end()])
    const dropped = { ...mine, clients: DROPPED }
    const many = await ClientProcess.of(dropped)
    await many.leave()
    const before = stands
    stands = await happens(nurse, before)
    const liveMs = await many.comeBack({ ...dropped, after: after(before) })
    const resynced = await many.child.ask<number>('resynced')
    await many.end()
    const about = { line: 'P10', unit: 'ms' }
    return [
      asRatio(
        { ...about, workload: `${CLIENTS} come back at once, ${ROOMS} rooms and ${ROOMS} missed each` },
        sides.ours.ms,
        sides.bare.ms,
        1.5,
      ),
      asRatio({ ...about, workload: 'the same, CPU of the server' }, sides.ours.cpu, sides.bare.cpu, 1.8),
      asFigure({ ...about, workload: `${DROPPED} dropped at once, until all are live again` }, liveMs, LIVE_WITHIN_MS),
      asFigure({ ...about, unit: '%', workload: 'of them who have to read a room anew' }, (100 * resynced) / DROPPED, SNAPSHOTS),
    ]
  },
})
