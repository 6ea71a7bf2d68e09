import { randomUUID } from 'node:crypto'
import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { asMore, asRatio, asTail, type BenchmarkCase, type CaseDescription } from '../../measure/benchmark-case.ts'
import { type Blocks, type Extent, interleave, type Measure, measuresIn } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext } from '../../setup/bench-context.ts'
import { Laboratory } from '../../setup/lab-workload.ts'

const common = { warmUp: 10, withinMs: 9_000 }
/** Enough of them for one in a hundred to be seen. */
const extents: Readonly<Record<1 | 100 | 1000, Extent>> = {
  1: { ...common, blocks: 10, per: 10 },
  100: { ...common, blocks: 10, per: 10 },
  1000: { ...common, blocks: 8, per: 8 },
}
const bars: Readonly<Record<keyof typeof extents, (about: CaseDescription, ours: Blocks, bare: Blocks) => Row>> = {
  1: (...of) => asMore(...of, 2),
  100: (...of) => asRatio(...of, 1.5),
  1000: (...of) => asRatio(...of, 1.15),
}

/** Patients whose results come in turns: nobody has hundreds of one kind in a day. */
const PATIENTS = 8

/** About the size of an observation on the wire. */
const payload = { event_id: 'bench', resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }

/** Until the last member has the event, and until the sender has the answer. */
const told =
  (crowd: ClientProcess, act: () => Promise<unknown>): Measure<'last' | 'answer'> =>
  async () => {
    let answer = Number.NaN
    const last = await crowd.untilLast(async () => {
      const since = performance.now()
      await act()
      answer = performance.now() - since
    })
    return { last, answer }
  }

/** P2: a result's release until the last who follows the patient has its event. P3: until its sender has the answer, under that fan-out. */
export const command = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P2 P3',
  async run() {
    const { nurse, patientIds } = await workshop.nurseAndPatients()
    const patients = patientIds.slice(0, PATIENTS)
    const laboratory = await Laboratory.open(nurse.url, patients)
    const { url } = await workshop.server('baselines/floor-server')
    const followed = patients.map((patientId) => rooms.patient(patientId as PatientId))
    const room = 'patient'
    const release = () => laboratory.release()
    const submit = () =>
      fetch(`${url}/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), id: 'observation', room, payload }),
      }).then((response) => response.arrayBuffer())
    const rows: Row[] = []
    for (const members of [1, 100, 1000] as const) {
      await laboratory.order(measuresIn(extents[members]))
      const [mine, plain] = await Promise.all([
        ClientProcess.of({ kind: 'io', url: nurse.url, clients: members, token: nurse.token, rooms: [followed] }),
        ClientProcess.of({ kind: 'io', url, clients: members, rooms: [[room]] }),
      ])
      const { ours, bare } = await interleave({ ours: told(mine, release), bare: told(plain, submit) }, extents[members])
      const about = { line: 'P2', unit: 'ms' }
      rows.push(
        bars[members]({ ...about, workload: `a result's release to the last of ${members}` }, ours.last, bare.last),
        asTail({ ...about, workload: 'the same, 99 of 100' }, ours.last, bare.last, 0.99, 1.5),
      )
      if (members === 1000)
        rows.push(asRatio({ line: 'P3', workload: `answer while ${members} are told`, unit: 'ms' }, ours.answer, bare.answer, 0.35))
      await Promise.all([mine.end(), plain.end()])
    }
    return rows
  },
})
