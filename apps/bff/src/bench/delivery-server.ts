// The product's delivery with its real socket, envelope, numbering and authorisation; the log is in memory and
// everybody may enter, so that only the way from a commit to the members is measured.
import { createServer } from 'node:http'
import { type PatientId, type Room, type SignedInUser, toUpdate } from '@wardline/events'
import { anActor, anEvent, aSubject } from '@wardline/events/testing'
import { embeddedBus } from '../bus/embedded-bus.ts'
import { openLive } from '../live/socket-server.ts'
import { bearersWith } from '../platform/bearer.ts'
import { openLog } from '../platform/log.ts'
import { openMetrics } from '../platform/metrics.ts'
import type { Session, Sessions } from '../platform/session.ts'
import type { Rights, StandingOnPatient } from '../platform/signed-in.ts'
import { MemoryRoomLog } from '../testing/memory-room-log.ts'
import { answers, cpuMs, now } from './child.ts'
import { Turns } from './turns.ts'

const HOUR_MS = 3_600_000
const actor = anActor()
const user: SignedInUser = { ...actor, username: 'dr.amal', nameAr: null, units: [] }
const session: Session = { sessionHash: 'bench', user, expiresAt: new Date(Date.now() + HOUR_MS) }
const sessions: Pick<Sessions, 'byHash'> = { byHash: async () => session }
const patient = aSubject()
const standing: StandingOnPatient = {
  patient: { resourceType: 'Patient', id: patient.patientId },
  encounter: null,
  careTeams: [{ resourceType: 'CareTeam', status: 'active', participant: [{ member: { reference: `Practitioner/${user.userId}` } }] }],
  active: true,
  unitIds: [],
}
const rights: Rights = {
  onPatients: async (_, patientIds) => new Map(patientIds.map((patientId) => [patientId, standing])),
  unitsOf: async () => [],
}

const http = createServer()
const log = new MemoryRoomLog()
const bus = embeddedBus(console.error)
const bearers = bearersWith(new Uint8Array(32), sessions)
const turns = new Turns()
openLive({
  http,
  log,
  bus,
  rights,
  sessions: sessions as Sessions,
  bearers,
  metrics: openMetrics(),
  logger: openLog('error'),
  now: () => new Date(),
  // The steady state between two ticks is measured; a tick would fall on one side of a comparison by chance.
  tickMs: HOUR_MS,
})

let told = 0
function vitals(patientId: string) {
  told += 1
  return anEvent('encounter.vitals.recorded', {
    eventId: `event-${told}` as never,
    subject: { ...patient, patientId: patientId as PatientId },
  })
}

function tell(room: Room, patientId: string): void {
  const entries = log.append(vitals(patientId), [room])
  bus.publish('recorded', { rooms: [room], entries, marks: { received: Date.now(), committed: Date.now() } })
}

answers({
  listen: () =>
    new Promise<string>((resolve) => {
      http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
        resolve(`http://127.0.0.1:${(http.address() as { port: number }).port}`),
      )
    }),
  token: () => bearers.issue(session),
  /** The text that a member of the room is sent for one event. */
  frame: ({ room }: { room: Room }) =>
    `42${JSON.stringify(['update', toUpdate(vitals(patient.patientId), { room, epoch: log.epoch, seq: 1, prev: 0 }, { marks: { received: Date.now(), committed: Date.now(), relayed: Date.now(), delivered: Date.now() } })])}`,
  emit({ room, patientId = patient.patientId, times }: { room: Room; patientId?: string; times: number }) {
    const startedAt = now()
    for (let time = 0; time < times; time++) tell(room, patientId)
    return { startedAt, returnedAt: now() }
  },
  cpu: () => cpuMs(),
  memory() {
    globalThis.gc?.()
    return process.memoryUsage()
  },
  connections: () => new Promise<number>((resolve) => http.getConnections((_, count) => resolve(count))),
  watchLoop: () => turns.watch(),
  longestStopMs: () => turns.longestMs(),
})
