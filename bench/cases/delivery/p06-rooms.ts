import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const extent: Extent = { blocks: 10, per: 8, warmUp: 20, withinMs: 8_000 }
/** One event to ten people is over in less than the clock of CPU time can tell. */
const EVENTS = 40
const MEMBERS = 10
const FEW = 100
/** A screen follows at most so many rooms. */
const ROOMS_OF_ONE = 50

/** People who follow other patients, so that the server knows `many` rooms. */
const others = (server: Server, many: number) =>
  ClientProcess.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients: many / ROOMS_OF_ONE,
    rooms: Array.from({ length: many / ROOMS_OF_ONE }, (_, client) =>
      Array.from({ length: ROOMS_OF_ONE }, (_, offset) => rooms.patient(`p-${client * ROOMS_OF_ONE + offset}`)),
    ),
  })

/** A fresh server that knows so many rooms: one event after the other to the ten members of one of them. */
async function knowing(workshop: BenchContext, many: number, name: string) {
  // Of its own: on one NATS the servers would hear each other's numbers of the same room.
  const patientId = `p-jane-${name}` as PatientId
  const room = rooms.patient(patientId)
  const server = await workshop.server('clients/delivery-server', name)
  const members = await ClientProcess.of({ kind: 'io', url: server.url, token: server.token, clients: MEMBERS, rooms: [[room]] })
  await others(server, many)
  return withCpu(cpuOf(server), async () => {
    let ms = 0
    for (let event = 0; event < EVENTS; event++) ms += await members.untilLastOf(server, { room, patientId })
    return ms / EVENTS
  })
}

/** P6: an event to a room of ten costs the same whether the server knows a hundred rooms or ten thousand. */
export const flatInRooms = (workshop: BenchContext): BenchmarkCase => ({
  id: 'P6',
  async run() {
    const rows: Row[] = []
    for (const many of [1000, 10_000]) {
      const few = await knowing(workshop, FEW, `few-beside-${many}`)
      const sides = await interleave({ many: await knowing(workshop, many, `${many}`), few }, extent)
      const about = { line: 'P6', unit: 'ms' }
      rows.push(
        asRatio({ ...about, workload: `one to ${MEMBERS}, ${many} rooms beside ${FEW}` }, sides.many.ms, sides.few.ms, 1.1),
        asRatio({ ...about, workload: `the same, CPU of ${EVENTS}` }, sides.many.cpu, sides.few.cpu, 1.1),
      )
    }
    return rows
  },
})
