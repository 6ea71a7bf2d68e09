import { type PatientId, rooms } from '@wardline/events'
import { compare, type Extent, type Measure } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import { type Server, Swarm, type Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 5, per: 3, warmUp: 3, withinMs: 12_000 }
const EVENTS = 20
const MEMBERS = 1000
const CROWD = 5000
const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

/** The longest stop of the server's event loop while it sends. */
const stopOf =
  (server: Server, act: Measure): Measure =>
  async () => {
    await server.child.ask('watchLoop')
    await act()
    return server.child.ask<number>('longestStopMs')
  }

const both = async (workshop: Workshop, members: number) => {
  const ours = await workshop.server('delivery-server')
  const bare = await workshop.server('bare/socketio-server')
  const [mine, plain] = await Promise.all([
    Swarm.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
    Swarm.of({ kind: 'io', url: bare.url, clients: members, rooms: [[room]] }),
  ])
  const [, data] = JSON.parse((await ours.child.ask<string>('frame', { room })).slice(2)) as [string, object]
  const send = (times: number) => ({
    ours: () => mine.untilLastOf(ours, { room, patientId, times }, times),
    bare: () => plain.untilLastOf(bare, { room, payload: data, times }, times),
  })
  return { ours, bare, send, end: () => Promise.all([mine.end(), plain.end()]) }
}

/** P7: twenty events to a thousand within one turn, each identified and in order, beside twenty bare emits. */
export const burst = (workshop: Workshop): Line => ({
  id: 'P7',
  async run() {
    const { send, end } = await both(workshop, MEMBERS)
    const row = asRatio(
      { line: 'P7', workload: `${EVENTS} events in a turn to ${MEMBERS}`, unit: 'ms' },
      await compare(send(EVENTS), extent),
      0.2,
    )
    await end()
    return [row]
  },
})

/** P8: one event to five thousand: how long the event loop stands still, and until the last has it. */
export const stall = (workshop: Workshop): Line => ({
  id: 'P8',
  async run() {
    const { ours, bare, send, end } = await both(workshop, CROWD)
    const { ours: mine, bare: plain } = send(1)
    const stops = await compare({ ours: stopOf(ours, mine), bare: stopOf(bare, plain) }, extent)
    const last = await compare(send(1), extent)
    await end()
    return [
      asRatio({ line: 'P8', workload: `longest stop, event to ${CROWD}`, unit: 'ms' }, stops, 0.1),
      asRatio({ line: 'P8', workload: `the same, to the last`, unit: 'ms' }, last, 1.3),
    ]
  },
})
