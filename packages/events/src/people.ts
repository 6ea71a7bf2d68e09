import * as z from 'zod'
import type { UnitId, UserId } from './ids.ts'

export const roles = ['physician', 'nurse', 'pharmacist', 'labTechnician', 'administrator'] as const
export type Role = (typeof roles)[number]

/**
 * A class of roles that is sent the same frames. Few on purpose: a room is serialised once per
 * audience, never once per socket. The index of an audience is its slot in `prevs` of the room log,
 * so new ones are appended and none is ever reordered.
 */
export const audiences = ['care', 'pharmacy', 'laboratory', 'registry'] as const
export type Audience = (typeof audiences)[number]

const audienceByRole: Record<Role, Audience> = {
  physician: 'care',
  nurse: 'care',
  pharmacist: 'pharmacy',
  labTechnician: 'laboratory',
  administrator: 'registry',
}

export const audienceOf = (role: Role): Audience => audienceByRole[role]

export const actorSchema = z.object({
  userId: z.custom<UserId>((value) => typeof value === 'string' && value.length > 0),
  name: z.string(),
  role: z.enum(roles),
})
/** Who did it: a member of staff, or the system under whose authority a message came in. */
export type Actor = z.output<typeof actorSchema>

/** A person as a row shows them. */
export interface Person {
  readonly userId: string
  readonly name: string
}

/** The signed-in person, as `auth` answers it. */
export interface SignedInUser {
  readonly userId: UserId
  readonly username: string
  readonly name: string
  readonly nameAr: string | null
  readonly role: Role
  /** Units this person is assigned to; role scopes (pharmacy, laboratory) list every unit. */
  readonly units: readonly { readonly unitId: UnitId; readonly name: string; readonly nameAr: string | null }[]
}
