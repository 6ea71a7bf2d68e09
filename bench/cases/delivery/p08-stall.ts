import { type PatientId, rooms } from '@wardline/events'
import { besideSocketIo } from '../../baselines/socketio-comparison.ts'
import { ClientProcess, type Emitted } from '../../clients/client-process.ts'
import { asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 6, per: 3, warmUp: 3, withinMs: 15_000 }
const CROWD = 5000
/** Longer than this somebody else's request waits noticeably. */
const MOST_MS = 10
const ward = rooms.patient('p-other' as PatientId)

/** To the last of the crowd, to the one who is told something critical meanwhile, and the longest stop of the server's event loop. */
const stalling = (server: Server, crowd: ClientProcess, one: ClientProcess, emit: object) => async () => {
  await Promise.all([crowd.arm(), one.arm(), server.child.ask('watchLoop')])
  const { startedAt } = await server.child.ask<Emitted>('emit', emit)
  const [last, alert] = await Promise.all([crowd.lastAt(), one.lastAt()])
  const stop = await server.child.ask<number>('longestStopMs')
  return { last: last - startedAt, alert: alert - startedAt, stop }
}

/** The ratio's bar and the absolute one together. */
function stopRow(row: Row): Row {
  const held = row.verdict === 'held' && (row.ours ?? Number.NaN) <= MOST_MS
  return { ...row, target: `${row.target}, ≤ ${MOST_MS} ms`, verdict: held ? 'held' : 'missed' }
}

/** P8: one event to five thousand: how long the event loop stands still, until the last has it, and a critical value that is told meanwhile. */
export const stall = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P8',
  async run() {
    const { ours, bare, mine, plain, emit } = await besideSocketIo(workshop, CROWD)
    const [myOne, plainOne] = await Promise.all(
      [ours, bare].map(({ url, token }) => ClientProcess.of({ kind: 'io', url, token, clients: 1, rooms: [[ward]] })),
    )
    const sides = await interleave(
      {
        ours: stalling(ours, mine, myOne as ClientProcess, { ...emit.ours, meanwhile: { room: ward, patientId: 'p-other' } }),
        bare: stalling(bare, plain, plainOne as ClientProcess, { ...emit.bare, meanwhile: { room: ward, payload: emit.bare.payload } }),
      },
      extent,
    )
    const about = { line: 'P8', unit: 'ms' }
    return [
      stopRow(asRatio({ ...about, workload: `longest stop, event to ${CROWD}` }, sides.ours.stop, sides.bare.stop, 0.1)),
      asRatio({ ...about, workload: 'the same, to the last' }, sides.ours.last, sides.bare.last, 1.3),
      asRatio({ ...about, workload: 'the same, a critical value told meanwhile' }, sides.ours.alert, sides.bare.alert, null),
    ]
  },
})
