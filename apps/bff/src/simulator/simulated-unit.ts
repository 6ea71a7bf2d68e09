import { registryUnit, type Subject } from '@wardline/events'
import type { Chance } from '../demo/random.ts'
import type { AppRouter } from '../router.ts'

/** A person of the demo at the screens: the same procedures as everybody's, with the same refusals. */
export type Worker = ReturnType<AppRouter['createCaller']>

/** Who keeps the ward going while somebody looks on. */
export interface Ward {
  readonly chance: Chance
  readonly now: () => Date
  readonly newId: () => string
  /** Orders and prescriptions of this person are carried on; what somebody signed in does is theirs. */
  readonly physicianId: string
  readonly physician: Worker
  readonly nurse: Worker
  readonly pharmacist: Worker
  readonly technician: Worker
}

/** One small thing that happens on a ward; false when there was nothing to do. */
export type Act = (ward: Ward) => Promise<boolean>

/** More open work than this is a flood: those who look on could not follow it. */
export const MOST_OPEN = 12

export const commandId = (ward: Ward) => ward.newId() as never

export async function somebodyInBed({ nurse, chance }: Ward): Promise<Subject | null> {
  const { rows } = await nurse.patients.search({ limit: 200 })
  const inBed = rows.filter(({ patient }) => patient.unitId !== registryUnit.unitId && patient.deceasedAt === null)
  return inBed.length ? chance.oneOf(inBed).patient : null
}

/** What this ward's own physician asked for. */
export const ours = <Row extends { readonly requester: { readonly userId: string } }>({ physicianId }: Ward, rows: readonly Row[]) =>
  rows.filter(({ requester }) => requester.userId === physicianId)
