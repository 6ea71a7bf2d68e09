import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { asMore, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 10, per: 8, warmUp: 12, withinMs: 15_000 }
const MEMBERS = 100
/** From one process to the other and back to its loop; what the fan-out itself takes is the same on both. */
const HOP_MS = 5

/** From the commit at one process to the last of a hundred at another, beside a hundred at the same. */
export const across = (workshop: BenchContext): BenchmarkCase => ({
  id: 'ACROSS',
  async run() {
    const { nurse, patientIds } = await workshop.nurseAndPatients()
    const { url } = await workshop.another()
    // Each crowd follows a patient of its own: two crowds told of one event would wait for each other's processor.
    const side = async (at: string, patientId: string | undefined) => {
      if (!patientId) throw new Error('the demo hospital has too few patients')
      const room = rooms.patient(patientId as PatientId)
      const crowd = await ClientProcess.of({ kind: 'io', url: at, token: nurse.token, clients: MEMBERS, rooms: [[room]] })
      return async () => {
        await crowd.arm()
        const [{ sinceCommitMs }] = await Promise.all([crowd.arrival(), nurse.mutate('vitals.record', vitals(patientId))])
        return { last: sinceCommitMs }
      }
    }
    const there = await side(url, patientIds[0])
    const here = await side(nurse.url, patientIds[1])
    const sides = await interleave({ there, here }, extent)
    const about = { line: 'ACROSS', unit: 'ms' }
    return [
      asRatio(
        { ...about, workload: `commit to the last of ${MEMBERS} at another process; beside its own` },
        sides.there.last,
        sides.here.last,
        null,
      ),
      asMore({ ...about, workload: 'the same, the way between the processes' }, sides.there.last, sides.here.last, HOP_MS),
    ]
  },
})
