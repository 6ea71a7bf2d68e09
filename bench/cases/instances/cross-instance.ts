import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, differenceRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import { type BenchContext, vitals } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 10, perBlock: 8, warmUp: 12, withinMs: 15_000 }
const MEMBERS = 100
/** Maximum for the way between the instances; the fan-out itself takes the same time on both. */
const HOP_MS = 5

/** From the commit on one instance to the last of a hundred clients on another, compared with the same instance. */
export const crossInstance = (bench: BenchContext): BenchmarkCase => ({
  id: 'CROSS-INSTANCE',
  async run() {
    const { nurse, patientIds } = await bench.nurseAndPatients()
    const { url } = await bench.anotherProduct()
    // Each side has its own patient, because two sides that receive the same event would compete for the processor.
    const side = async (serverUrl: string, patientId: string | undefined) => {
      if (!patientId) throw new Error('the demo data has too few patients')
      const room = rooms.patient(patientId as PatientId)
      const clientProcess = await ClientProcess.of({ kind: 'io', url: serverUrl, token: nurse.token, clients: MEMBERS, rooms: [[room]] })
      return async () => {
        await clientProcess.arm()
        const [{ sinceCommitMs }] = await Promise.all([clientProcess.arrival(), nurse.mutate('vitals.record', vitals(patientId))])
        return { last: sinceCommitMs }
      }
    }
    const remote = await side(url, patientIds[0])
    const local = await side(nurse.url, patientIds[1])
    const sides = await interleave({ remote, local }, sampleSize)
    const about = { caseId: 'CROSS-INSTANCE', unit: 'ms' }
    return [
      ratioRow(
        { ...about, workload: `commit to the last of ${MEMBERS} on another instance vs. the same instance` },
        sides.remote.last,
        sides.local.last,
        null,
      ),
      differenceRow({ ...about, workload: 'same, time between the instances' }, sides.remote.last, sides.local.last, HOP_MS),
    ]
  },
})
