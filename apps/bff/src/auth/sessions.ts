import type { Role, SignedInUser, UnitId, UserId } from '@wardline/events'
import { base64url } from 'jose'
import { sha256Base64url } from '../commands/digest.ts'

/** A sign-in that is good now. */
export interface Session {
  /** Names the session in the database and to other processes; opens nothing. */
  readonly sessionHash: string
  readonly user: SignedInUser
  readonly expiresAt: Date
}

/** Sign-ins, kept in the database so that every process knows of an end at once. */
export interface Sessions {
  begin(userId: UserId): Promise<{ secret: string; session: Session }>
  /** By the cookie's secret. */
  bySecret(secret: string): Promise<Session | null>
  byHash(sessionHash: string): Promise<Session | null>
  /** Prolongs a session of which more than half is over; answers its end. */
  renewed(session: Session): Promise<Date>
  end(sessionHash: string): Promise<void>
  /** For one use within `TICKET_MS`, bound to the session. */
  ticketFor(session: Session): Promise<string>
  redeem(ticket: string): Promise<Session | null>
}

export interface StaffMember {
  readonly userId: UserId
  readonly username: string
  readonly name: string
  readonly nameAr: string | null
  readonly role: Role
  readonly password: string
  readonly unitIds: readonly UnitId[]
}

/** Who works here. Every change is told to the sockets, which ask the rights again (RT10). */
export interface Staff {
  put(member: StaffMember): Promise<void>
  putUnit(unit: { unitId: UnitId; name: string; nameAr: string | null }): Promise<void>
  setActive(userId: string, active: boolean): Promise<void>
  setUnits(userId: string, unitIds: readonly string[]): Promise<void>
  /** Another password; every sign-in of before has ended. */
  setPassword(userId: string, password: string): Promise<void>
  byUsername(username: string): Promise<{ userId: UserId; passwordHash: string; active: boolean } | null>
  user(userId: string): Promise<SignedInUser | null>
  /** Whether the id is taken, by somebody who may sign in or not any more. */
  knows(userId: string): Promise<boolean>
  /** Everybody by username, those who may not sign in any more among them. */
  all(): Promise<readonly (Omit<StaffMember, 'password'> & { readonly active: boolean })[]>
  units(): Promise<readonly { readonly unitId: UnitId; readonly name: string; readonly nameAr: string | null }[]>
}

/** Long enough for the way from the answer to the handshake on a bad line. */
export const TICKET_MS = 30_000

/** 256 random bits: cookies and tickets. */
export const newSecret = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
export const secretHash = (secret: string): string => sha256Base64url(secret)
