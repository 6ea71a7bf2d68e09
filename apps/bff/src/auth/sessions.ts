import type { Role, SignedInUser, UnitId, UserId } from '@wardline/events'
import { base64url } from 'jose'
import { sha256Base64url } from '../commands/digest.ts'

/** A valid session. */
export interface Session {
  /** Identifies the session in the database and to other instances; it is no credential. */
  readonly sessionHash: string
  readonly user: SignedInUser
  readonly expiresAt: Date
}

/** Sessions, stored in the database so that an end takes effect on every instance. */
export interface Sessions {
  begin(userId: UserId): Promise<{ secret: string; session: Session }>
  /** Returns the session of a cookie's secret. */
  bySecret(secret: string): Promise<Session | null>
  byHash(sessionHash: string): Promise<Session | null>
  /** Renews a session past half of its lifetime; returns its expiry. */
  renew(session: Session): Promise<Date>
  end(sessionHash: string): Promise<void>
  /** Returns a single-use ticket, valid for `TICKET_MS` and bound to the session. */
  issueTicket(session: Session): Promise<string>
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

/** Staff accounts and units. Every change makes the sockets check the user's rights again (RT10). */
export interface Staff {
  put(member: StaffMember): Promise<void>
  putUnit(unit: { unitId: UnitId; name: string; nameAr: string | null }): Promise<void>
  setActive(userId: string, active: boolean): Promise<void>
  setUnits(userId: string, unitIds: readonly string[]): Promise<void>
  /** Sets a new password and ends all sessions of the user. */
  setPassword(userId: string, password: string): Promise<void>
  byUsername(username: string): Promise<{ userId: UserId; passwordHash: string; active: boolean } | null>
  user(userId: string): Promise<SignedInUser | null>
  /** Returns whether the id is taken, by an enabled or disabled account. */
  exists(userId: string): Promise<boolean>
  /** Returns all accounts by user name, including disabled ones. */
  all(): Promise<readonly (Omit<StaffMember, 'password'> & { readonly active: boolean })[]>
  units(): Promise<readonly { readonly unitId: UnitId; readonly name: string; readonly nameAr: string | null }[]>
}

/** Long enough from the response to the handshake on a slow network. */
export const TICKET_MS = 30_000

/** 256 random bits, for cookies and tickets. */
export const newSecret = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
export const secretHash = (secret: string): string => sha256Base64url(secret)
