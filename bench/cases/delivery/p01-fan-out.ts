import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { asFigure, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import { median } from '../../measure/statistics.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const common = { warmUp: 10, withinMs: 8_000 }
/** A small room is told in a few milliseconds: it takes more of them to see through the machine's noise. */
const sizes: readonly (readonly [members: number, extent: Extent])[] = [
  [100, { ...common, blocks: 10, per: 20 }],
  [1000, { ...common, blocks: 8, per: 8 }],
  [5000, { ...common, blocks: 6, per: 5, warmUp: 4 }],
]
/** What a member of the largest room may cost beside a member of the smallest. */
const GROWTH = 1.3

const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

/** P1: one event of about a kilobyte to a room, with the product's envelope, numbering and authorisation, beside the same bytes over bare WebSockets. */
export const fanOut = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P1',
  async run() {
    const ours = await workshop.server('clients/delivery-server')
    const bare = await workshop.server('baselines/ws-server')
    const text = await ours.child.ask<string>('frame', { room })
    const rows: Row[] = []
    const perMember: number[] = []
    for (const [members, extent] of sizes) {
      const [mine, plain] = await Promise.all([
        ClientProcess.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
        ClientProcess.of({ kind: 'ws', url: bare.url, clients: members }),
      ])
      const sides = await interleave(
        {
          ours: withCpu(cpuOf(ours), () => mine.untilLastOf(ours, { room, patientId })),
          bare: withCpu(cpuOf(bare), () => plain.untilLastOf(bare, { text, times: 1 })),
        },
        extent,
      )
      const about = { line: 'P1', unit: 'ms' }
      rows.push(
        asRatio({ ...about, workload: `one event to ${members}, to the last` }, sides.ours.ms, sides.bare.ms, 1.25),
        asRatio({ ...about, workload: `the same, CPU of the server` }, sides.ours.cpu, sides.bare.cpu, 1.55),
      )
      perMember.push(median(sides.ours.ms.flat()) / members)
      await Promise.all([mine.end(), plain.end()])
    }
    const growth = (perMember.at(-1) ?? Number.NaN) / (perMember[0] ?? Number.NaN)
    return [...rows, asFigure({ line: 'P1', workload: 'time of one of 5000 beside one of 100', unit: '×' }, growth, GROWTH)]
  },
})
