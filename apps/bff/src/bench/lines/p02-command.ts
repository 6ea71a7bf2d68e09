import { randomUUID } from 'node:crypto'
import { rooms } from '@wardline/events'
import { type Blocks, type Extent, interleave, type Measure } from '../compare.ts'
import { Crowd } from '../crowd.ts'
import { type About, asMore, asRatio, asTail, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { vitals, type Workshop } from '../workshop.ts'

const common = { warmUp: 10, withinMs: 9_000 }
/** Enough of them for one in a hundred to be seen. */
const extents: Readonly<Record<1 | 100 | 1000, Extent>> = {
  1: { ...common, blocks: 10, per: 15 },
  100: { ...common, blocks: 10, per: 12 },
  1000: { ...common, blocks: 8, per: 8 },
}
const bars: Readonly<Record<keyof typeof extents, (about: About, ours: Blocks, bare: Blocks) => Row>> = {
  1: (...of) => asMore(...of, 2),
  100: (...of) => asRatio(...of, 1.5),
  1000: (...of) => asRatio(...of, 1.15),
}

/** About the size of an observation on the wire. */
const payload = { event_id: 'bench', resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }

/** Until the last member has the event, and until the sender has the answer. */
const told =
  (crowd: Crowd, act: () => Promise<unknown>): Measure<'last' | 'answer'> =>
  async () => {
    let answer = Number.NaN
    const last = await crowd.untilLast(async () => {
      const since = performance.now()
      await act()
      answer = performance.now() - since
    })
    return { last, answer }
  }

/** P2: a command until the last member of the patient's room has its event. P3: until its sender has the answer, under that fan-out. */
export const command = (workshop: Workshop): Line => ({
  id: 'P2 P3',
  async run() {
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const { url } = await workshop.server('bare/floor-server')
    const room = rooms.patient(patientId)
    const record = () => nurse.tell('vitals.record', vitals(patientId))
    const submit = () =>
      fetch(`${url}/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), id: 'observation', room, payload }),
      }).then((response) => response.arrayBuffer())
    const rows: Row[] = []
    for (const members of [1, 100, 1000] as const) {
      const [mine, plain] = await Promise.all([
        Crowd.of({ kind: 'io', url: nurse.url, clients: members, token: nurse.token, rooms: [[room]] }),
        Crowd.of({ kind: 'io', url, clients: members, rooms: [[room]] }),
      ])
      const { ours, bare } = await interleave({ ours: told(mine, record), bare: told(plain, submit) }, extents[members])
      const about = { line: 'P2', unit: 'ms' }
      rows.push(
        bars[members]({ ...about, workload: `command to the last of ${members}` }, ours.last, bare.last),
        asTail({ ...about, workload: 'the same, 99 of 100' }, ours.last, bare.last, 0.99, 1.5),
      )
      if (members === 1000)
        rows.push(asRatio({ line: 'P3', workload: `answer while ${members} are told`, unit: 'ms' }, ours.answer, bare.answer, 0.35))
      await Promise.all([mine.end(), plain.end()])
    }
    return rows
  },
})
