import type { Session } from './sessions.ts'

/** Returns the session if it belongs to the user the request names (`USER_HEADER`), or if the request names none; otherwise null. */
export const ownedSession = (session: Session | null, namedUser: string | readonly string[] | null | undefined): Session | null =>
  namedUser === undefined || namedUser === null || session?.user.userId === namedUser ? session : null
