import { sessionStore, useSession } from './session-store.ts'

interface SessionMessage {
  readonly kind: 'signedIn' | 'signedOut'
  readonly userId: string
}

/**
 * Keeps the tabs of one browser, which share one session cookie, at one user. When another user signs in, the other tabs lock;
 * when the user signs out, all tabs are cleared. The server refuses requests of a tab that has not locked yet (`USER_HEADER`).
 *
 * @returns a function that stops following
 */
export function followOtherTabs(): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const channel = new BroadcastChannel('wardline-session')
  const post = (message: SessionMessage) => channel.postMessage(message)
  const unsubscribe = useSession.subscribe(({ status, session }, before) => {
    if (status === before.status && session === before.session) return
    if (status === 'signedIn' && session) post({ kind: 'signedIn', userId: session.user.userId })
    if (status === 'signedOut' && before.session) post({ kind: 'signedOut', userId: before.session.user.userId })
  })
  channel.onmessage = ({ data: { kind, userId } }: MessageEvent<SessionMessage>) => {
    const ownId = useSession.getState().session?.user.userId
    if (ownId === undefined) return
    if (kind === 'signedIn' && userId !== ownId) sessionStore.takenOver()
    if (kind === 'signedOut' && userId === ownId) sessionStore.signedOut()
  }
  return () => {
    unsubscribe()
    channel.close()
  }
}
