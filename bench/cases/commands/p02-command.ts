import { randomUUID } from 'node:crypto'
import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess } from '../../clients/client-process.ts'
import { type BenchmarkCase, type CaseDescription, differenceRow, ratioRow, tailRow } from '../../measure/benchmark-case.ts'
import { type Blocks, interleave, type Measure, measurementsIn, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext } from '../../setup/bench-context.ts'
import { LabWorkload } from '../../setup/lab-workload.ts'

const common = { warmUp: 10, withinMs: 9_000 }
/** Enough measurements for a 99th percentile. */
const sampleSizes: Readonly<Record<1 | 100 | 1000, SampleSize>> = {
  1: { ...common, blocks: 10, perBlock: 10 },
  100: { ...common, blocks: 10, perBlock: 10 },
  1000: { ...common, blocks: 8, perBlock: 8 },
}
const targets: Readonly<Record<keyof typeof sampleSizes, (about: CaseDescription, ours: Blocks, baseline: Blocks) => Row>> = {
  1: (...values) => differenceRow(...values, 2),
  100: (...values) => ratioRow(...values, 1.5),
  1000: (...values) => ratioRow(...values, 1.15),
}

/** Results are spread over several patients, because no patient has hundreds of one kind in a day. */
const PATIENTS = 8

/** About the size of an observation in a message. */
const payload = { event_id: 'bench', resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }

/** Measures the time until the last client has the event and until the sender has the response. */
const measureCommand =
  (clientProcess: ClientProcess, send: () => Promise<unknown>): Measure<'last' | 'answer'> =>
  async () => {
    let answer = Number.NaN
    const last = await clientProcess.untilLast(async () => {
      const since = performance.now()
      await send()
      answer = performance.now() - since
    })
    return { last, answer }
  }

/** P2: from the release of a result to the last subscriber of the patient. P3: to the response for the sender, during the fan-out. */
export const command = (bench: BenchContext): BenchmarkCase => ({
  id: 'P2 P3',
  async run() {
    const { nurse, patientIds } = await bench.nurseAndPatients()
    const patients = patientIds.slice(0, PATIENTS)
    const laboratory = await LabWorkload.open(nurse.url, patients)
    const { url } = await bench.server('baselines/floor-server')
    const patientRooms = patients.map((patientId) => rooms.patient(patientId as PatientId))
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
      await laboratory.order(measurementsIn(sampleSizes[members]))
      const [ourClients, baselineClients] = await Promise.all([
        ClientProcess.of({ kind: 'io', url: nurse.url, clients: members, token: nurse.token, rooms: [patientRooms] }),
        ClientProcess.of({ kind: 'io', url, clients: members, rooms: [[room]] }),
      ])
      const { ours, baseline } = await interleave(
        { ours: measureCommand(ourClients, release), baseline: measureCommand(baselineClients, submit) },
        sampleSizes[members],
      )
      const about = { caseId: 'P2', unit: 'ms' }
      rows.push(
        targets[members]({ ...about, workload: `release of a result to the last of ${members}` }, ours.last, baseline.last),
        tailRow({ ...about, workload: 'same, p99' }, ours.last, baseline.last, 0.99, 1.5),
      )
      if (members === 1000)
        rows.push(
          ratioRow({ caseId: 'P3', workload: `response during a fan-out to ${members}`, unit: 'ms' }, ours.answer, baseline.answer, 0.35),
        )
      await Promise.all([ourClients.end(), baselineClients.end()])
    }
    return rows
  },
})
