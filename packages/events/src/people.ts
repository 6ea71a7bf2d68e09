import * as z from 'zod'
import type { UnitId, UserId } from './ids.ts'

export const roles = ['physician', 'nurse', 'pharmacist', 'labTechnician', 'administrator'] as const
export type Role = (typeof roles)[number]

/**
 * Groups of roles that receive the same frames. Few on purpose: a room is serialised once per
 * audience, not once per socket. The index of an audience is its slot in `prevs` of the room log,
 * so new ones are appended and the order never changes.
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
/** The author of an event: a staff member, or the system that sent a message. */
export type Actor = z.output<typeof actorSchema>

/**
 * Header of each request of a page: the user id the page was opened for. The tabs of one browser share the session cookie; after
 * another user signs in in one of them, the requests of the other tabs count as not signed in.
 */
export const USER_HEADER = 'x-wardline-user'

/** A staff member as shown in a row. */
export interface Person {
  readonly userId: string
  readonly name: string
}

/** The signed-in user, as returned by `auth`. */
export interface SignedInUser {
  readonly userId: UserId
  readonly username: string
  readonly name: string
  readonly nameAr: string | null
  readonly role: Role
  /** Assigned units; for hospital-wide roles (pharmacy, laboratory) all units. */
  readonly units: readonly { readonly unitId: UnitId; readonly name: string; readonly nameAr: string | null }[]
}
