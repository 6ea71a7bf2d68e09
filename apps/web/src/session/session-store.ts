import { create } from 'zustand'
import { currentSession, type Session } from './session.ts'

interface SessionState {
  /** `expired`: somebody was signed in and has to sign in again; what they were doing stays under the sheet. */
  readonly status: 'unknown' | 'unreachable' | 'signedOut' | 'signedIn' | 'expired'
  readonly session: Session | null
}

export const useSession = create<SessionState>(() => ({ status: 'unknown', session: null }))

export const sessionStore = {
  /** Asks the server whom the cookie stands for. */
  async look(): Promise<void> {
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
  /** The server no longer knows the session. Drafts and the place on screen are kept. */
  expired(): void {
    if (useSession.getState().status === 'signedIn') useSession.setState({ status: 'expired' })
  },
  signedOut(): void {
    useSession.setState({ status: 'signedOut', session: null })
  },
}
