import { setTimeout as pause } from 'node:timers/promises'
import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { asFigure, asMore, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { interleave, perBlock } from '../../measure/compare.ts'
import { SteadyLoad } from '../../measure/steady-load.ts'
import { type BenchContext, productCpuMs, vitals } from '../../setup/bench-context.ts'

const extent = { blocks: 6, per: 1, warmUp: 2, withinMs: 24_000 }
const PATIENTS = 8
const MEMBERS = 50
const RATE = 60
const SPAN_MS = 1_500
/** Of what an event costs the process that records and tells it, what it may cost one that has nobody there. */
const SHARE = 5

/** What events cost a process that has nobody in their rooms. */
export const nobodyHere = (workshop: BenchContext): BenchmarkCase => ({
  id: 'NOBODY',
  async run() {
    const { nurse, patientIds } = await workshop.nurseAndPatients()
    const followed = patientIds.slice(0, PATIENTS)
    const { url } = await workshop.another()
    const crowdAt = (at: string, all: readonly string[]) =>
      ClientProcess.of({
        kind: 'io',
        url: at,
        token: nurse.token,
        clients: MEMBERS,
        rooms: [all.map((id) => rooms.patient(id as PatientId))],
      })
    // The other process has screens too, in rooms where nothing happens.
    const crowds = await Promise.all([crowdAt(nurse.url, followed), crowdAt(url, patientIds.slice(PATIENTS, PATIENTS + 4))])
    const second = (perSecond: number) => async () => {
      const cpu = () => Promise.all([productCpuMs(nurse.url), productCpuMs(url)])
      const [working, resting] = await cpu()
      const since = performance.now()
      let turn = 0
      const stream = new SteadyLoad(perSecond, () => {
        turn += 1
        return nurse.mutate('vitals.record', vitals(followed[turn % followed.length] as string))
      })
      await pause(SPAN_MS)
      await stream.stop()
      const after = await cpu()
      const seconds = (performance.now() - since) / 1000
      return { working: (after[0] - working) / seconds, resting: (after[1] - resting) / seconds }
    }
    const { busy, quiet } = await interleave({ busy: second(RATE), quiet: second(0) }, extent)
    await Promise.all(crowds.map((crowd) => crowd.end()))
    const more = (of: 'working' | 'resting') => perBlock(busy[of], quiet[of], (a, b) => a - b).median
    return [
      asMore(
        { line: 'NOBODY', workload: `CPU in a second of a process with nobody there, ${RATE} events/s beside none`, unit: 'ms' },
        busy.resting,
        quiet.resting,
        null,
      ),
      asFigure(
        { line: 'NOBODY', workload: 'the same, in per cent of what they cost the process that has them', unit: '%' },
        (100 * more('resting')) / more('working'),
        SHARE,
      ),
    ]
  },
})
