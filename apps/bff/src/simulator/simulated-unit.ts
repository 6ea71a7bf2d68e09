import { type CommandId, registryUnit, type Subject } from '@wardline/events'
import type { DemoRandom } from '../demo/random.ts'
import type { AppRouter } from '../router.ts'

/** tRPC caller of a simulated user: the same procedures and refusals as for any client. */
export type SimulatedUser = ReturnType<AppRouter['createCaller']>

/** Context of the simulator: users, clock and random source. */
export interface SimulationContext {
  readonly chance: DemoRandom
  readonly now: () => Date
  readonly newId: () => string
  /** The simulator processes only orders and prescriptions of this user, never those of signed-in users. */
  readonly physicianId: string
  readonly physician: SimulatedUser
  readonly nurse: SimulatedUser
  readonly pharmacist: SimulatedUser
  readonly technician: SimulatedUser
}

/** One simulated action; resolves to false when there was nothing to do. */
export type SimulatedAction = (ward: SimulationContext) => Promise<boolean>

/** Maximum open orders and prescriptions, so that the lists stay readable. */
export const MAX_OPEN = 12

export const commandId = (ward: SimulationContext) => ward.newId() as CommandId

export async function randomInpatient({ nurse, chance }: SimulationContext): Promise<Subject | null> {
  const { rows } = await nurse.patients.search({ limit: 200 })
  const inBed = rows.filter(({ patient }) => patient.unitId !== registryUnit.unitId && patient.deceasedAt === null)
  return inBed.length ? chance.oneOf(inBed).patient : null
}

/** Returns the rows requested by the simulated physician. */
export const requestedBySimulator = <Row extends { readonly requester: { readonly userId: string } }>(
  { physicianId }: SimulationContext,
  rows: readonly Row[],
) => rows.filter(({ requester }) => requester.userId === physicianId)
