import { randomUUID } from 'node:crypto'
import { referTo, type Subject, staff as staffReference, subjectOf, systems, type WithId } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { CareTeam, Encounter, Patient } from 'fhir/r4'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Bus } from '../bus/bus.ts'
import type { AuthenticatedContext } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import { mustAdminister, narrowToPatient } from '../commands/permits.ts'
import type { RequestContext } from '../commands/trpc.ts'
import { type Core, openCore } from '../composition/services.ts'
import type { Database } from '../database/database.ts'
import { openLog } from '../observability/log.ts'
import { openMetrics } from '../observability/metrics.ts'
import { hospital, type Username } from './hospital.ts'
import { openTestDatabase } from './record/snapshot.ts'

export interface TestCore extends Core {
  /** Returns the context of a command function for a user of the test hospital. */
  as(username: Username): Promise<AuthenticatedContext>
  /** Returns the context of a tRPC caller. */
  visit(username: Username): Promise<RequestContext>
  /** Admits a patient, with a care team when members are given. */
  admit(options?: { unitId?: string; careTeam?: readonly Username[]; patient?: Omit<Partial<Patient>, 'id'> }): Promise<Subject>
}

const memberNamed = (username: Username) => {
  const found = hospital.staff.find((member) => member.username === username)
  if (!found) throw new Error(`Unknown user: ${username}`)
  return found
}

/** Opens the services without network, on their own database: real tables, log and read models. */
export async function openTestCore(options: { database?: Database; now?: () => Date; bus?: Bus } = {}): Promise<TestCore> {
  const database = options.database ?? (await openTestDatabase())
  return withHospital(
    await openCore(database, {
      logger: openLog('silent'),
      metrics: openMetrics(),
      passwords: nativePasswords,
      sessionMs: 3_600_000,
      // Longer than in production: tests check the projected rows, not the speed of a busy machine.
      settledWithinMs: 30_000,
      ...(options.now ? { now: options.now } : {}),
      ...(options.bus ? { bus: options.bus } : {}),
    }),
  )
}

/** Adds access by the users of the test hospital. */
export function withHospital(core: Core): TestCore {
  const userNamed = async (username: Username) => {
    const user = await core.staff.user(memberNamed(username).userId)
    if (!user) throw new Error(`User ${username} does not exist.`)
    return user
  }
  const as = async (username: Username) => core.contextFor(await userNamed(username), randomUUID())

  return {
    ...core,
    as,
    visit: async (username) => core.requestContext(await userNamed(username), randomUUID()),
    admit: async (options = {}) => {
      const admin = await as('admin')
      const patient: WithId<Patient> = {
        ...samples.samplePatient(),
        id: newId(),
        meta: undefined,
        identifier: [{ system: systems.mrn, value: String(Math.floor(Math.random() * 1e10)) }],
        ...options.patient,
      }
      const subject = referTo('Patient', patient.id)
      const unitId = options.unitId ?? 'ward-3'
      const unitName = hospital.units.find((unit) => unit.unitId === unitId)?.name ?? unitId
      const encounter: Encounter = {
        ...samples.sampleEncounter(),
        id: newId(),
        meta: undefined,
        subject,
        location: [{ location: referTo('Location', unitId, unitName), status: 'active' }],
      }
      const team: CareTeam = {
        ...samples.sampleCareTeam(),
        id: newId(),
        meta: undefined,
        subject,
        participant: (options.careTeam ?? []).map((username) => ({ member: staffReference(memberNamed(username)) })),
      }
      const admitted = subjectOf(patient, encounter)
      await admin.record(narrowToPatient(await mustAdminister(admin), admitted), {
        commandId: null,
        input: null,
        resources: options.careTeam ? [patient, encounter, team] : [patient, encounter],
        events: [
          { type: 'patient.created', resource: patient, data: {} },
          { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
          ...(options.careTeam ? [{ type: 'patient.careteam.changed' as const, resource: team, data: {} }] : []),
        ],
      })
      return admitted
    },
  }
}
