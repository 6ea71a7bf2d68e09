import { type PatientId, rooms } from '@wardline/events'
import { ClientProcess, cpuOf, withCpu } from '../../clients/client-process.ts'
import { type BenchmarkCase, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { Row } from '../../measure/report.ts'
import type { BenchContext, Server } from '../../setup/bench-context.ts'

const sampleSize: SampleSize = { blocks: 10, perBlock: 8, warmUp: 20, withinMs: 8_000 }
/** One event to ten members takes less than the resolution of the CPU clock. */
const EVENTS = 40
const MEMBERS = 10
const FEW_ROOMS = 100
/** Maximum number of rooms of one client. */
const ROOMS_PER_CLIENT = 50

/** Opens clients of other patients, so that the server has this many rooms. */
const openOtherRooms = (server: Server, many: number) =>
  ClientProcess.of({
    kind: 'io',
    url: server.url,
    token: server.token,
    clients: many / ROOMS_PER_CLIENT,
    rooms: Array.from({ length: many / ROOMS_PER_CLIENT }, (_, client) =>
      Array.from({ length: ROOMS_PER_CLIENT }, (_, offset) => rooms.patient(`p-${client * ROOMS_PER_CLIENT + offset}`)),
    ),
  })

/** Starts a server with this many rooms. Returns a measurement of events to the ten members of one of them. */
async function serverWithRooms(bench: BenchContext, many: number, name: string) {
  // A separate patient per server: on a shared NATS the servers would receive each other's numbers of the same room.
  const patientId = `p-jane-${name}` as PatientId
  const room = rooms.patient(patientId)
  const server = await bench.server('clients/delivery-server', name)
  const members = await ClientProcess.of({ kind: 'io', url: server.url, token: server.token, clients: MEMBERS, rooms: [[room]] })
  await openOtherRooms(server, many)
  return withCpu(cpuOf(server), async () => {
    let ms = 0
    for (let event = 0; event < EVENTS; event++) ms += await members.untilLastOf(server, { room, patientId })
    return ms / EVENTS
  })
}

/** P6: an event to a room of ten costs the same with a hundred rooms and with ten thousand. */
export const flatInRooms = (bench: BenchContext): BenchmarkCase => ({
  id: 'P6',
  async run() {
    const rows: Row[] = []
    for (const many of [1000, 10_000]) {
      const few = await serverWithRooms(bench, FEW_ROOMS, `few-vs-${many}`)
      const sides = await interleave({ many: await serverWithRooms(bench, many, `${many}`), few }, sampleSize)
      const about = { caseId: 'P6', unit: 'ms' }
      rows.push(
        ratioRow({ ...about, workload: `event to ${MEMBERS}, ${many} rooms vs. ${FEW_ROOMS}` }, sides.many.ms, sides.few.ms, 1.1),
        ratioRow({ ...about, workload: `same, CPU of ${EVENTS} events` }, sides.many.cpu, sides.few.cpu, 1.1),
      )
    }
    return rows
  },
})
