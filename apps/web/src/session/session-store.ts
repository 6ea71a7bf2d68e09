import { USER_HEADER } from '@wardline/events'
import { create } from 'zustand'
import { currentSession, type Session } from './session.ts'

interface SessionState {
  /** `expired`: the session ended while the user was working; the sign-in dialog opens over the current page. */
  readonly status: 'unknown' | 'unreachable' | 'signedOut' | 'signedIn' | 'expired'
  readonly session: Session | null
  /** Why the session has expired: its time, or another user signed in in another tab of this browser. */
  readonly endedBy: 'time' | 'otherUser'
}

export const useSession = create<SessionState>(() => ({ status: 'unknown', session: null, endedBy: 'time' }))

/** Returns the header that names the user of this page; a request that the cookie's session does not match is refused. */
export function userHeader(): Readonly<Record<string, string>> {
  const { session } = useSession.getState()
  return session ? { [USER_HEADER]: session.user.userId } : {}
}

export const sessionStore = {
  /** Loads the session of the cookie from the server. */
  async load(): Promise<void> {
    try {
      const session = await currentSession()
      useSession.setState(session ? { status: 'signedIn', session } : { status: 'signedOut', session: null })
    } catch {
      useSession.setState({ status: 'unreachable' })
    }
  },
  signedIn(session: Session): void {
    useSession.setState({ status: 'signedIn', session })
  },
  /** The server no longer knows the session. Drafts and the current page are kept. */
  expired(): void {
    if (useSession.getState().status === 'signedIn') useSession.setState({ status: 'expired', endedBy: 'time' })
  },
  /** Another user signed in in this browser: the page is locked for its own user, whose drafts are kept. */
  takenOver(): void {
    if (['signedIn', 'expired'].includes(useSession.getState().status)) useSession.setState({ status: 'expired', endedBy: 'otherUser' })
  },
  signedOut(): void {
    useSession.setState({ status: 'signedOut', session: null })
  },
}
