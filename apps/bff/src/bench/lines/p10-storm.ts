import { type CensusRow, type Epoch, rooms } from '@wardline/events'
import { compare, type Extent } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { OpenSwarm } from '../swarm.ts'
import { Swarm, type Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 4, per: 2, warmUp: 1, withinMs: 20_000 }
const CLIENTS = 1000
const ROOMS = 5

const cutAndBack = (swarm: Swarm, how: OpenSwarm) => async () => {
  await swarm.leave()
  return swarm.comeBack(how)
}

/** P10: everybody is cut off and comes back at once: authenticated, in five rooms, caught up from where they stood, beside a bare rejoin. */
export const storm = (workshop: Workshop): Line => ({
  id: 'P10',
  async run() {
    const { nurse } = await workshop.nurseAndPatient()
    const bare = await workshop.server('bare/socketio-server')
    const { rows, asOf } = await nurse.ask<{ rows: readonly CensusRow[]; asOf: { epoch: Epoch } }>('patients.search', {})
    const names = rows.slice(0, ROOMS).map(({ id }) => rooms.patient(id))
    const stands = await Promise.all(
      rows.slice(0, ROOMS).map(({ id }) => nurse.ask<{ positions: Record<string, number> }>('patients.summary', { patientId: id })),
    )
    const after = Object.fromEntries(names.map((room, index) => [room, { epoch: asOf.epoch, seq: stands[index]?.positions[room] ?? 0 }]))
    const mine: OpenSwarm = { kind: 'io', url: nurse.url, token: nurse.token, clients: CLIENTS, rooms: [names], after }
    const plain: OpenSwarm = { kind: 'io', url: bare.url, clients: CLIENTS, rooms: [names] }
    const [ours, theirs] = await Promise.all([Swarm.of(mine), Swarm.of(plain)])
    const comparison = await compare({ ours: cutAndBack(ours, mine), bare: cutAndBack(theirs, plain) }, extent)
    await Promise.all([ours.end(), theirs.end()])
    return [asRatio({ line: 'P10', workload: `${CLIENTS} come back at once, ${ROOMS} rooms each`, unit: 'ms' }, comparison, 1.5)]
  },
})
