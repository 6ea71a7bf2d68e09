import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { type BenchmarkCase, figureRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import { median } from '../../measure/statistics.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const common = { warmUp: 10, withinMs: 8_000 }
/** Small rooms take only milliseconds and need more measurements to average out noise. */
const sizes: readonly (readonly [members: number, sampleSize: SampleSize])[] = [
  [100, { ...common, blocks: 10, perBlock: 20 }],
  [1000, { ...common, blocks: 8, perBlock: 8 }],
  [5000, { ...common, blocks: 6, perBlock: 5, warmUp: 4 }],
]
/** Maximum cost per member of the largest room relative to the smallest. */
const MOST_GROWTH = 1.3

const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

/** P1: an event of about a kilobyte to a room, with the product's envelope, numbering and authorisation, compared with the same bytes over plain WebSockets. */
export const fanOut = (bench: BenchContext): BenchmarkCase => ({
  id: 'P1',
  async run() {
    const ours = await bench.server('clients/delivery-server')
    const baseline = await bench.server('baselines/ws-server')
    const text = await ours.child.ask<string>('frame', { room })
    const rows: Row[] = []
    const perMember: number[] = []
    for (const [members, sampleSize] of sizes) {
      const [ourClients, baselineClients] = await Promise.all([
        ClientProcess.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
        ClientProcess.of({ kind: 'ws', url: baseline.url, clients: members }),
      ])
      const sides = await interleave(
        {
          ours: withCpu(cpuOf(ours), () => ourClients.untilLastOf(ours, { room, patientId })),
          baseline: withCpu(cpuOf(baseline), () => baselineClients.untilLastOf(baseline, { text, times: 1 })),
        },
        sampleSize,
      )
      const about = { caseId: 'P1', unit: 'ms' }
      rows.push(
        ratioRow({ ...about, workload: `one event to the last of ${members}` }, sides.ours.ms, sides.baseline.ms, 1.25),
        ratioRow({ ...about, workload: 'same, CPU of the server' }, sides.ours.cpu, sides.baseline.cpu, 1.55),
      )
      perMember.push(median(sides.ours.ms.flat()) / members)
      await Promise.all([ourClients.end(), baselineClients.end()])
    }
    const growth = (perMember.at(-1) ?? Number.NaN) / (perMember[0] ?? Number.NaN)
    return [...rows, figureRow({ caseId: 'P1', workload: 'time per member, 5000 vs. 100', unit: '×' }, growth, MOST_GROWTH)]
  },
})
