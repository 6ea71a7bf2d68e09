import type { Server } from 'node:http'
import type { SignedInUser } from '@wardline/events'
import { anActor, aSubject, stored } from '@wardline/events/testing'
import type { MemoryRoomLog } from '@wardline/sync/testing'
import type { CareTeam } from 'fhir/r4'
import { accessTokensWith } from '../../auth/access-tokens.ts'
import { SessionCache } from '../../auth/session-cache.ts'
import type { Session, Sessions } from '../../auth/sessions.ts'
import type { Bus } from '../../bus/bus.ts'
import type { PatientAccess, Rights } from '../../commands/authenticated-context.ts'
import { openLog } from '../../observability/log.ts'
import { openMetrics } from '../../observability/metrics.ts'
import { openRealtimeServer } from '../../realtime/transport/socket-server.ts'

const HOUR_MS = 3_600_000
const actor = anActor()
const user: SignedInUser = { ...actor, username: 'dr.amal', nameAr: null, units: [] }
/** The default patient of all events. */
export const patient = aSubject()

const patientAccess: PatientAccess = {
  patient: stored({ resourceType: 'Patient', id: patient.patientId }),
  encounter: null,
  careTeams: [
    stored<CareTeam>({
      resourceType: 'CareTeam',
      id: 'team',
      status: 'active',
      participant: [{ member: { reference: `Practitioner/${user.userId}` } }],
    }),
  ],
  active: true,
  unitIds: [],
}
const rights: Rights = {
  onPatients: async (_, patientIds) => new Map(patientIds.map((patientId) => [patientId, patientAccess])),
  unitsOf: async () => [],
}

/**
 * Opens the realtime server with real sockets, envelopes, sequence numbers and authorisation. The log is in memory and every
 * client is signed in, so that tests cover only the path from commit to subscribers.
 */
export function openTestRealtime({ http, log, bus, tickMs }: { http: Server; log: MemoryRoomLog; bus: Bus; tickMs: number }) {
  const session: Session = { sessionHash: 'open', user, expiresAt: new Date(Date.now() + HOUR_MS) }
  const sessions: Pick<Sessions, 'byHash'> = { byHash: async () => session }
  const bearers = accessTokensWith(new Uint8Array(32), sessions)
  const metrics = openMetrics()
  const live = openRealtimeServer({
    http,
    log,
    bus,
    rights,
    sessions: sessions as Sessions,
    bearers,
    recent: new SessionCache(),
    metrics,
    logger: openLog('error'),
    now: () => new Date(),
    instance: 'open-door',
    tickMs,
  })
  return { live, metrics, token: () => bearers.issue(session) }
}
