import { randomUUID } from 'node:crypto'
import { rooms } from '@wardline/events'
import type { Person } from '../../../../../scripts/person.ts'
import { compare, type Extent } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { Swarm, type Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 6, per: 6, warmUp: 6, withinMs: 15_000 }

/** Most that our way to the last member may cost beside the floor's, by members of the room. */
const most = { 1: 3, 100: 1.5, 1000: 1.15 } as const

/** About the size of an observation on the wire. */
const payload = { event_id: 'bench', resource: { resourceType: 'Observation', note: 'x'.repeat(1000) } }

const record = (nurse: Person, patientId: string) =>
  nurse.tell('vitals.record', {
    patientId,
    effectiveAt: new Date().toISOString(),
    values: { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, pulse: 72, temperature: null, weight: null },
    confirmed: [],
  })

/** Until the sender has the answer; the next measurement waits for the last member all the same. */
const answer = (swarm: Swarm, act: () => Promise<unknown>) => async () => {
  let answeredMs = Number.NaN
  await swarm.untilLast(async () => {
    const since = performance.now()
    await act()
    answeredMs = performance.now() - since
  })
  return answeredMs
}

/** P2: a command until the last member of the patient's room has its event. P3: until its sender has the answer, under that fan-out. */
export const command = (workshop: Workshop): Line => ({
  id: 'P2 P3',
  async run() {
    const { nurse, patientId } = await workshop.nurseAndPatient()
    const { url } = await workshop.server('bare/floor-server')
    const room = rooms.patient(patientId)
    const submit = () =>
      fetch(`${url}/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), id: 'observation', room, payload }),
      }).then((response) => response.arrayBuffer())
    const rows: Row[] = []
    for (const members of [1, 100, 1000] as const) {
      const [ours, bare] = await Promise.all([
        Swarm.of({ kind: 'io', url: nurse.url, clients: members, token: nurse.token, rooms: [[room]] }),
        Swarm.of({ kind: 'io', url, clients: members, rooms: [[room]] }),
      ])
      const act = { ours: () => record(nurse, patientId), bare: submit }
      const toLast = await compare({ ours: () => ours.untilLast(act.ours), bare: () => bare.untilLast(act.bare) }, extent)
      rows.push(asRatio({ line: 'P2', workload: `command to the last of ${members}`, unit: 'ms' }, toLast, most[members]))
      if (members === 1000) {
        const answers = await compare({ ours: answer(ours, act.ours), bare: answer(bare, act.bare) }, extent)
        rows.push(asRatio({ line: 'P3', workload: `answer while ${members} are told`, unit: 'ms' }, answers, 0.35))
      }
      await Promise.all([ours.end(), bare.end()])
    }
    return rows
  },
})
