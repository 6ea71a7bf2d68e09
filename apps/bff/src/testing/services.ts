import { randomUUID } from 'node:crypto'
import { referTo, type Subject, staff as staffReference, subjectOf, systems } from '@wardline/events'
import { samples } from '@wardline/events/testing'
import type { CareTeam, Encounter, Patient } from 'fhir/r4'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Bus } from '../bus/bus.ts'
import type { AuthenticatedContext } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import { aboutPatient, mustAdminister } from '../commands/permits.ts'
import type { RequestContext } from '../commands/trpc.ts'
import { type Core, openCore } from '../composition/services.ts'
import type { Database } from '../database/database.ts'
import { openLog } from '../observability/log.ts'
import { openMetrics } from '../observability/metrics.ts'
import { hospital, type Username } from './hospital.ts'
import { openTestDatabase } from './snapshot.ts'

export interface TestCore extends Core {
  /** What a command function gets, for one of the hospital's people. */
  as(username: Username): Promise<AuthenticatedContext>
  /** What a router's caller gets. */
  visit(username: Username): Promise<RequestContext>
  /** A patient in a bed, with a care team when members are named. */
  admit(how?: { unitId?: string; careTeam?: readonly Username[]; patient?: Partial<Patient> }): Promise<Subject>
}

const memberNamed = (username: Username) => {
  const found = hospital.staff.find((member) => member.username === username)
  if (!found) throw new Error(`Nobody is called ${username}.`)
  return found
}

/** The product without its wire, on a database of its own: real tables, real log, real read models. */
export async function openTestCore(options: { database?: Database; now?: () => Date; bus?: Bus } = {}): Promise<TestCore> {
  const database = options.database ?? (await openTestDatabase())
  return withHospital(
    await openCore(database, {
      logger: openLog('silent'),
      metrics: openMetrics(),
      passwords: nativePasswords,
      sessionMs: 3_600_000,
      // A test asks what was folded, not how fast a busy machine folds.
      settledWithinMs: 30_000,
      ...(options.now ? { now: options.now } : {}),
      ...(options.bus ? { bus: options.bus } : {}),
    }),
  )
}

/** The test hospital's people at a core. */
export function withHospital(core: Core): TestCore {
  const userNamed = async (username: Username) => {
    const user = await core.staff.user(memberNamed(username).userId)
    if (!user) throw new Error(`${username} may not sign in.`)
    return user
  }
  const as = async (username: Username) => core.signedInAs(await userNamed(username), randomUUID())

  return {
    ...core,
    as,
    visit: async (username) => core.visitor(await userNamed(username), randomUUID()),
    admit: async (how = {}) => {
      const admin = await as('admin')
      const patient: Patient = {
        ...samples.samplePatient(),
        id: newId(),
        meta: undefined,
        identifier: [{ system: systems.mrn, value: String(Math.floor(Math.random() * 1e10)) }],
        ...how.patient,
      }
      const subject = referTo('Patient', patient.id ?? '')
      const unitId = how.unitId ?? 'ward-3'
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
        participant: (how.careTeam ?? []).map((username) => ({ member: staffReference(memberNamed(username)) })),
      }
      const who = subjectOf(patient, encounter)
      await admin.record(aboutPatient(await mustAdminister(admin), who), {
        commandId: null,
        asked: null,
        write: how.careTeam ? [patient, encounter, team] : [patient, encounter],
        happened: [
          { type: 'patient.created', resource: patient, data: {} },
          { type: 'encounter.started', resource: encounter, data: { fromUnitId: null } },
          ...(how.careTeam ? [{ type: 'patient.careteam.changed' as const, resource: team, data: {} }] : []),
        ],
      })
      return who
    },
  }
}
