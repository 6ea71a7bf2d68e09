import { setTimeout as pause } from 'node:timers/promises'
import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, differenceRow, figureRow } from '../../measure/benchmark-case.ts'
import { compareBlocks, interleave } from '../../measure/compare.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, productCpuMs, vitals } from '../../setup/bench-context.ts'

const sampleSize = { blocks: 6, perBlock: 1, warmUp: 2, withinMs: 24_000 }
const PATIENTS = 8
const MEMBERS = 50
const RATE = 60
const SPAN_MS = 1_500
/** Maximum cost on an instance without subscribers, in per cent of the cost on the instance that records and delivers the event. */
const MOST_PERCENT = 5

/** CPU time that events cost an instance without subscribers in their rooms. */
export const idleInstance = (bench: BenchContext): BenchmarkCase => ({
  id: 'IDLE-INSTANCE',
  async run() {
    const { nurse, patientIds } = await bench.nurseAndPatients()
    const followed = patientIds.slice(0, PATIENTS)
    const { url } = await bench.anotherProduct()
    const openClientsAt = (serverUrl: string, patientIds: readonly string[]) =>
      ClientProcess.of({
        kind: 'io',
        url: serverUrl,
        token: nurse.token,
        clients: MEMBERS,
        rooms: [patientIds.map((id) => rooms.patient(id as PatientId))],
      })
    // The idle instance has clients too, in rooms without events.
    const clientProcesses = await Promise.all([
      openClientsAt(nurse.url, followed),
      openClientsAt(url, patientIds.slice(PATIENTS, PATIENTS + 4)),
    ])
    const cpuPerSecond = (perSecond: number) => async () => {
      const cpu = () => Promise.all([productCpuMs(nurse.url), productCpuMs(url)])
      const [active, idle] = await cpu()
      const since = performance.now()
      let turn = 0
      const load = new SteadyLoad(perSecond, () => {
        turn += 1
        return nurse.mutate('vitals.record', vitals(followed[turn % followed.length] as string))
      })
      await pause(SPAN_MS)
      await load.stop()
      const after = await cpu()
      const seconds = (performance.now() - since) / 1000
      return { active: (after[0] - active) / seconds, idle: (after[1] - idle) / seconds }
    }
    const { busy, quiet } = await interleave({ busy: cpuPerSecond(RATE), quiet: cpuPerSecond(0) }, sampleSize)
    await Promise.all(clientProcesses.map((clientProcess) => clientProcess.end()))
    const increase = (instance: 'active' | 'idle') => compareBlocks(busy[instance], quiet[instance], (a, b) => a - b).median
    return [
      differenceRow(
        { caseId: 'IDLE-INSTANCE', workload: `CPU per second of an instance without subscribers, ${RATE} events/s vs. none`, unit: 'ms' },
        busy.idle,
        quiet.idle,
        null,
      ),
      figureRow(
        { caseId: 'IDLE-INSTANCE', workload: 'same, in per cent of the cost on the instance with subscribers', unit: '%' },
        (100 * increase('idle')) / increase('active'),
        MOST_PERCENT,
      ),
    ]
  },
})
