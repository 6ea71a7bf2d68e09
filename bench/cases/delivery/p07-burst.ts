import { besideSocketIo } from '../../baselines/socketio-comparison.ts'
import { cpuOf, withCpu } from '../../clients/client-process.ts'
import { asInvariant, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import type { BenchContext } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 8, per: 4, warmUp: 12, withinMs: 12_000 }
const EVENTS = 20
const MEMBERS = 1000

/** P7: twenty events to a thousand within one turn, each identified and in order, beside twenty bare emits. */
export const burst = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P7',
  async run() {
    const { ours, bare, mine, plain, room, emit } = await besideSocketIo(workshop, MEMBERS)
    let disordered = 0
    const sides = await interleave(
      {
        ours: async () => {
          const measured = await withCpu(cpuOf(ours), () => mine.untilLastOf(ours, { ...emit.ours, times: EVENTS }, EVENTS))()
          disordered += await mine.child.ask<number>('disordered', { room, events: EVENTS })
          return measured
        },
        bare: withCpu(cpuOf(bare), () => plain.untilLastOf(bare, { ...emit.bare, times: EVENTS }, EVENTS)),
      },
      extent,
    )
    const about = { line: 'P7', unit: 'ms' }
    return [
      asRatio({ ...about, workload: `${EVENTS} events in a turn to ${MEMBERS}` }, sides.ours.ms, sides.bare.ms, 0.2),
      asRatio({ ...about, workload: 'the same, CPU of the server' }, sides.ours.cpu, sides.bare.cpu, 0.2),
      asInvariant({ line: 'P7', workload: 'members not told all of them once and in order', unit: '' }, disordered),
    ]
  },
})
