import { type PatientId, rooms } from '@wardline/events'
import { compare, type Extent, type Measure } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { type Server, Swarm, type Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 6, per: 5, warmUp: 5, withinMs: 10_000 }
const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)

/** CPU time the server spends on one delivery. */
const cpuOf =
  (server: Server, act: Measure): Measure =>
  async () => {
    const before = await server.child.ask<number>('cpu')
    await act()
    return (await server.child.ask<number>('cpu')) - before
  }

/** P1: one event of about a kilobyte to a room, with the product's envelope, numbering and authorisation, beside the same bytes over bare WebSockets. */
export const fanOut = (workshop: Workshop): Line => ({
  id: 'P1',
  async run() {
    const ours = await workshop.server('delivery-server')
    const bare = await workshop.server('bare/ws-server')
    const text = await ours.child.ask<string>('frame', { room })
    const rows: Row[] = []
    for (const members of [100, 1000, 5000]) {
      const [mine, plain] = await Promise.all([
        Swarm.of({ kind: 'io', url: ours.url, clients: members, token: ours.token, rooms: [[room]] }),
        Swarm.of({ kind: 'ws', url: bare.url, clients: members }),
      ])
      const send = {
        ours: () => mine.untilLastOf(ours, { room, patientId, times: 1 }),
        bare: () => plain.untilLastOf(bare, { text, times: 1 }),
      }
      const workload = `one event to ${members}`
      rows.push(asRatio({ line: 'P1', workload: `${workload}, to the last`, unit: 'ms' }, await compare(send, extent), 1.25))
      if (members === 1000)
        rows.push(
          asRatio(
            { line: 'P1', workload: `${workload}, CPU`, unit: 'ms' },
            await compare({ ours: cpuOf(ours, send.ours), bare: cpuOf(bare, send.bare) }, extent),
            1.55,
          ),
        )
      await Promise.all([mine.end(), plain.end()])
    }
    return rows
  },
})
