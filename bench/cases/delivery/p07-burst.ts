import { compareWithSocketIo } from '../../baselines/socketio-comparison.ts'
import { cpuOf, withCpu } from '../../clients/client-process.ts'
import { type BenchmarkCase, invariantRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 8, perBlock: 4, warmUp: 12, withinMs: 12_000 }
const EVENTS = 20
const MEMBERS = 1000

/** P7: twenty events to a thousand clients in one turn of the event loop, each identified and in order, compared with twenty plain emits. */
export const burst = (bench: BenchContext): BenchmarkCase => ({
  id: 'P7',
  async run() {
    const { ours, baseline, ourClients, baselineClients, room, emit } = await compareWithSocketIo(bench, MEMBERS)
    let disordered = 0
    const sides = await interleave(
      {
        ours: async () => {
          const result = await withCpu(cpuOf(ours), () => ourClients.untilLastOf(ours, { ...emit.ours, times: EVENTS }, EVENTS))()
          disordered += await ourClients.child.ask<number>('disordered', { room, events: EVENTS })
          return result
        },
        baseline: withCpu(cpuOf(baseline), () => baselineClients.untilLastOf(baseline, { ...emit.baseline, times: EVENTS }, EVENTS)),
      },
      sampleSize,
    )
    const about = { caseId: 'P7', unit: 'ms' }
    return [
      ratioRow({ ...about, workload: `${EVENTS} events in one turn to ${MEMBERS}` }, sides.ours.ms, sides.baseline.ms, 0.2),
      ratioRow({ ...about, workload: 'same, CPU of the server' }, sides.ours.cpu, sides.baseline.cpu, 0.2),
      invariantRow({ caseId: 'P7', workload: 'members that did not receive each event once and in order', unit: '' }, disordered),
    ]
  },
})
