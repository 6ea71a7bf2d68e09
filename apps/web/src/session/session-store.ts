import { create } from 'zustand'
import { currentSession, type Session } from './session.ts'

interface SessionState {
  /** `expired`: the session ended while the user was working; the sign-in dialog opens over the current page. */
  readonly status: 'unknown' | 'unreachable' | 'signedOut' | 'signedIn' | 'expired'
  readonly session: Session | null
}

export const useSession = create<SessionState>(() => ({ status: 'unknown', session: null }))

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
    if (useSession.getState().status === 'signedIn') useSession.setState({ status: 'expired' })
  },
  signedOut(): void {
    useSession.setState({ status: 'signedOut', session: null })
  },
}
