// The product's delivery with its real socket, envelope, numbering and authorisation; the log is in memory and
// everybody may enter, so that only the way from a commit to the members is measured.
import { createServer } from 'node:http'
import type { ClinicalEvent, EventId, PatientId, Room } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { toUpdate } from '@wardline/sync/protocol'
import { MemoryRoomLog } from '@wardline/sync/testing'
import type { Bus } from '../../apps/bff/src/bus/bus.ts'
import { embeddedBus } from '../../apps/bff/src/bus/embedded-bus.ts'
import { connectNats } from '../../apps/bff/src/bus/nats.ts'
import { natsBus } from '../../apps/bff/src/bus/nats-bus.ts'
import { openRecordStore, patient } from '../../apps/bff/src/testing/record-store.ts'
import { EventLoopDelay } from '../measure/event-loop-delay.ts'
import { answers, cpuMs, now } from '../setup/child.ts'
import { connectionsOf, listenOn } from '../setup/listen.ts'

const HOUR_MS = 3_600_000
const http = createServer()
const log = new MemoryRoomLog()
let bus: Bus
/** Rooms about which other processes are listened to. */
const followed = new Set<Room>()
const turns = new EventLoopDelay()
let door: ReturnType<typeof openRecordStore>

let told = 0
const subjectOf = (patientId: string) => ({ ...patient, patientId: patientId as PatientId })
const nextId = () => {
  told += 1
  return `event-${told}` as EventId
}
const vitals = (patientId: string) => anEvent('encounter.vitals.recorded', { eventId: nextId(), subject: subjectOf(patientId) })
/** An event of so many bytes. */
function long(patientId: string, bytes: number): ClinicalEvent {
  const event = vitals(patientId)
  return { ...event, resource: { ...event.resource, note: [{ text: 'x'.repeat(bytes) }] } } as ClinicalEvent
}
const gauge = async (name: string) => (await door.metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0
const critical = (patientId: string) => anEvent('lab.critical.alert', { eventId: nextId(), subject: subjectOf(patientId) })

function tell(room: Room, event: ClinicalEvent): void {
  const entries = log.append(event, [room])
  bus.publish('recorded', { rooms: [room], entries, marks: { received: Date.now(), committed: Date.now() } })
}

interface Emit {
  readonly room: Room
  readonly patientId: string
  readonly times?: number
  /** About so large, instead of a kilobyte. */
  readonly bytes?: number
  /** A critical value, told from the next turn of the event loop on, as a request that came meanwhile would. */
  readonly meanwhile?: { readonly room: Room; readonly patientId: string }
}

answers({
  async listen(how: { readonly port?: number; readonly tickMs?: number; readonly natsUrl?: string }) {
    const plain = how.natsUrl ? natsBus(await connectNats({ url: how.natsUrl, name: 'bench' }), console.error) : embeddedBus(console.error)
    bus = {
      ...plain,
      follow(rooms) {
        for (const room of rooms) followed.add(room)
        return plain.follow(rooms)
      },
      unfollow(rooms) {
        for (const room of rooms) followed.delete(room)
        plain.unfollow(rooms)
      },
    }
    // The steady state between two ticks is measured, as a rule; a tick would fall on one side of a comparison by chance.
    door = openRecordStore({ http, log, bus, tickMs: how.tickMs ?? HOUR_MS })
    return listenOn(http)(how)
  },
  token: () => door.token(),
  /** The text that a member of the room is sent for one event. */
  frame: ({ room }: { room: Room }) =>
    `42${JSON.stringify(['update', toUpdate(vitals(patient.patientId), { room, epoch: log.epoch, seq: 1, prev: 0 }, { marks: { received: Date.now(), committed: Date.now(), relayed: Date.now(), delivered: Date.now() } })])}`,
  emit({ room, patientId, times = 1, bytes, meanwhile }: Emit) {
    // Made before the clock starts: in the product the event exists once it is committed.
    const events = Array.from({ length: times }, () => (bytes ? long(patientId, bytes) : vitals(patientId)))
    const alert = meanwhile && { room: meanwhile.room, event: critical(meanwhile.patientId) }
    const startedAt = now()
    if (alert) setImmediate(() => tell(alert.room, alert.event))
    for (const event of events) tell(room, event)
    return { startedAt }
  },
  cpu: () => cpuMs(),
  memory() {
    globalThis.gc?.()
    return process.memoryUsage()
  },
  connections: connectionsOf(http),
  followed: () => followed.size,
  /** As of the last tick. */
  windows: async () => ({
    bytes: await gauge('realtime_bytes_waiting'),
    closed: await gauge('realtime_closed_windows'),
    cut: await gauge('realtime_cut_total'),
  }),
  watchLoop: () => turns.watch(),
  longestStopMs: () => turns.longestMs(),
})
