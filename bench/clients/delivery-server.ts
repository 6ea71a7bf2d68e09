// The product's realtime server with its real socket, envelope, numbering and authorisation. The log is in memory and
// every client is admitted, so that only the path from commit to subscribers is measured.
import { createServer } from 'node:http'
import type { ClinicalEvent, EventId, PatientId, Room } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { toUpdate } from '@wardline/sync/protocol'
import { MemoryRoomLog } from '@wardline/sync/testing'
import type { Bus } from '../../apps/bff/src/bus/bus.ts'
import { embeddedBus } from '../../apps/bff/src/bus/embedded-bus.ts'
import { connectNats } from '../../apps/bff/src/bus/nats.ts'
import { natsBus } from '../../apps/bff/src/bus/nats-bus.ts'
import { openTestRealtime, patient } from '../../apps/bff/src/testing/realtime/realtime-server.ts'
import { EventLoopDelay } from '../measure/event-loop-delay.ts'
import { answers, cpuMs, now } from '../setup/child.ts'
import { connectionsOf, listenOn } from '../setup/listen.ts'

const HOUR_MS = 3_600_000
const http = createServer()
const log = new MemoryRoomLog()
let bus: Bus
/** Rooms followed on the bus. */
const followed = new Set<Room>()
const eventLoop = new EventLoopDelay()
let server: ReturnType<typeof openTestRealtime>

let count = 0
const subjectOf = (patientId: string) => ({ ...patient, patientId: patientId as PatientId })
const nextId = () => {
  count += 1
  return `event-${count}` as EventId
}
const vitals = (patientId: string) => anEvent('encounter.vitals.recorded', { eventId: nextId(), subject: subjectOf(patientId) })
/** Returns an event of this size. */
function long(patientId: string, bytes: number): ClinicalEvent {
  const event = vitals(patientId)
  return { ...event, resource: { ...event.resource, note: [{ text: 'x'.repeat(bytes) }] } } as ClinicalEvent
}
const gauge = async (name: string) => (await server.metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0
const criticalOf = (patientId: string) => anEvent('lab.critical.alert', { eventId: nextId(), subject: subjectOf(patientId) })

function commit(room: Room, event: ClinicalEvent): void {
  const entries = log.append(event, [room])
  bus.publish('recorded', { rooms: [room], entries, marks: { received: Date.now(), committed: Date.now() } })
}

interface Emit {
  readonly room: Room
  readonly patientId: string
  readonly times?: number
  /** Approximate size of each event; absent: a kilobyte. */
  readonly bytes?: number
  /** A critical value that is committed in the next turn of the event loop, as by a concurrent request. */
  readonly alert?: { readonly room: Room; readonly patientId: string }
}

answers({
  async listen(options: { readonly port?: number; readonly tickMs?: number; readonly natsUrl?: string }) {
    const connected = options.natsUrl
      ? natsBus(await connectNats({ url: options.natsUrl, name: 'bench' }), console.error)
      : embeddedBus(console.error)
    bus = {
      ...connected,
      follow(rooms) {
        for (const room of rooms) followed.add(room)
        return connected.follow(rooms)
      },
      unfollow(rooms) {
        for (const room of rooms) followed.delete(room)
        connected.unfollow(rooms)
      },
    }
    // Without ticks, as a rule: a tick would fall on one side of a comparison by chance.
    server = openTestRealtime({ http, log, bus, tickMs: options.tickMs ?? HOUR_MS })
    return listenOn(http)(options)
  },
  token: () => server.token(),
  /** Returns the text that a member of the room receives for one event. */
  frame: ({ room }: { room: Room }) =>
    `42${JSON.stringify(['update', toUpdate(vitals(patient.patientId), { room, epoch: log.epoch, seq: 1, prev: 0 }, { marks: { received: Date.now(), committed: Date.now(), relayed: Date.now(), delivered: Date.now() } })])}`,
  emit({ room, patientId, times = 1, bytes, alert }: Emit) {
    // Created before the clock starts: in the product the event exists at the commit.
    const events = Array.from({ length: times }, () => (bytes ? long(patientId, bytes) : vitals(patientId)))
    const critical = alert && { room: alert.room, event: criticalOf(alert.patientId) }
    const startedAt = now()
    if (critical) setImmediate(() => commit(critical.room, critical.event))
    for (const event of events) commit(room, event)
    return { startedAt }
  },
  cpu: () => cpuMs(),
  memory() {
    globalThis.gc?.()
    return process.memoryUsage()
  },
  connections: connectionsOf(http),
  followed: () => followed.size,
  /** Values of the last heartbeat. */
  windows: async () => ({
    bytes: await gauge('realtime_bytes_waiting'),
    closed: await gauge('realtime_closed_windows'),
    cut: await gauge('realtime_cut_total'),
  }),
  watchLoop: () => eventLoop.watch(),
  longestStopMs: () => eventLoop.longestMs(),
})
