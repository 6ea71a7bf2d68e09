import { type PatientId, rooms } from '@wardline/events'
import { compare, type Extent } from '../compare.ts'
import { asRatio, type Line } from '../line.ts'
import type { Row } from '../report.ts'
import { type Server, Swarm, type Workshop } from '../workshop.ts'

const extent: Extent = { blocks: 8, per: 10, warmUp: 10, withinMs: 6_000 }
const MEMBERS = 10
const FEW = 100
const patientId = 'p-jane' as PatientId
const room = rooms.patient(patientId)
/** A screen follows at most so many rooms. */
const ROOMS_OF_ONE = 50

/** People who follow other patients, so that the server knows `many` rooms. */
const others = (server: Server, many: number) =>
  Swarm.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients: many / ROOMS_OF_ONE,
    rooms: Array.from({ length: many / ROOMS_OF_ONE }, (_, client) =>
      Array.from({ length: ROOMS_OF_ONE }, (_, offset) => rooms.patient(`p-${client * ROOMS_OF_ONE + offset}`)),
    ),
  })

/** P6: an event to a room of ten costs the same whether the server knows a hundred rooms or ten thousand. */
export const flatInRooms = (workshop: Workshop): Line => ({
  id: 'P6',
  async run() {
    const few = await workshop.server('delivery-server', 'few rooms')
    const members = (server: Server) => Swarm.of({ kind: 'io', url: server.url, token: server.token, clients: MEMBERS, rooms: [[room]] })
    const [fewMembers, fewOthers] = await Promise.all([members(few), others(few, FEW)])
    const rows: Row[] = []
    for (const many of [1000, 10_000]) {
      const server = await workshop.server('delivery-server', `${many} rooms`)
      const [manyMembers, manyOthers] = await Promise.all([members(server), others(server, many)])
      const emit = { room, patientId, times: 1 }
      const comparison = await compare(
        { ours: () => manyMembers.untilLastOf(server, emit), bare: () => fewMembers.untilLastOf(few, emit) },
        extent,
      )
      rows.push(asRatio({ line: 'P6', workload: `to ${MEMBERS}, ${many} rooms beside ${FEW}`, unit: 'ms' }, comparison, 1.1))
      await Promise.all([manyMembers.end(), manyOthers.end()])
    }
    await Promise.all([fewMembers.end(), fewOthers.end()])
    return rows
  },
})
