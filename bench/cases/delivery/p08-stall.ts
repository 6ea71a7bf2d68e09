import { type PatientId, rooms } from '@wardline/events'
import { compareWithSocketIo } from '../../baselines/socketio-comparison.ts'
import { ClientProcess, type Emitted } from '../../clients/client-process.ts'
import { type BenchmarkCase, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 6, perBlock: 3, warmUp: 3, withinMs: 15_000 }
const MEMBERS = 5000
/** A longer block of the event loop delays other requests noticeably. */
const MOST_MS = 10
const ward = rooms.patient('p-other' as PatientId)

/** Measures the time to the last client, the time to one client of a critical value sent during the fan-out, and the longest block of the event loop. */
const measureStall = (server: Server, clientProcess: ClientProcess, alertClient: ClientProcess, emit: object) => async () => {
  await Promise.all([clientProcess.arm(), alertClient.arm(), server.child.ask('watchLoop')])
  const { startedAt } = await server.child.ask<Emitted>('emit', emit)
  const [last, alert] = await Promise.all([clientProcess.lastAt(), alertClient.lastAt()])
  const stop = await server.child.ask<number>('longestStopMs')
  return { last: last - startedAt, alert: alert - startedAt, stop }
}

/** Judges the ratio and the absolute maximum together. */
function stopRow(row: Row): Row {
  const isMet = row.verdict === 'met' && (row.ours ?? Number.NaN) <= MOST_MS
  return { ...row, target: `${row.target}, ≤ ${MOST_MS} ms`, verdict: isMet ? 'met' : 'missed' }
}

/** P8: an event to five thousand clients: longest block of the event loop, time to the last client, and a critical value sent during it. */
export const stall = (bench: BenchContext): BenchmarkCase => ({
  id: 'P8',
  async run() {
    const { ours, baseline, ourClients, baselineClients, emit } = await compareWithSocketIo(bench, MEMBERS)
    const [ourAlertClient, baselineAlertClient] = await Promise.all(
      [ours, baseline].map(({ url, token }) => ClientProcess.of({ kind: 'io', url, token, clients: 1, rooms: [[ward]] })),
    )
    const sides = await interleave(
      {
        ours: measureStall(ours, ourClients, ourAlertClient as ClientProcess, {
          ...emit.ours,
          alert: { room: ward, patientId: 'p-other' },
        }),
        baseline: measureStall(baseline, baselineClients, baselineAlertClient as ClientProcess, {
          ...emit.baseline,
          alert: { room: ward, payload: emit.baseline.payload },
        }),
      },
      sampleSize,
    )
    const about = { caseId: 'P8', unit: 'ms' }
    return [
      stopRow(
        ratioRow({ ...about, workload: `longest block of the event loop, event to ${MEMBERS}` }, sides.ours.stop, sides.baseline.stop, 0.1),
      ),
      ratioRow({ ...about, workload: 'same, to the last' }, sides.ours.last, sides.baseline.last, 1.3),
      ratioRow({ ...about, workload: 'same, a critical value sent during it' }, sides.ours.alert, sides.baseline.alert, null),
    ]
  },
})
