import Box from '@mui/material/Box'
import type { Transport } from '@wardline/sync/client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Environment, readEnvironment } from '../api/environment.ts'
import { SignInPage } from '../features/sign-in/sign-in-page.tsx'
import { followOtherTabs } from '../session/other-tabs.ts'
import { sessionStore, useSession } from '../session/session-store.ts'
import { Providers } from './providers.tsx'

// The authenticated app is a separate chunk, so that the sign-in page loads first.
const loadAuthenticatedApp = () => import('./authenticated-app.tsx')
const LazyAuthenticatedApp = lazy(() => loadAuthenticatedApp().then((module) => ({ default: module.AuthenticatedApp })))

export interface AppProps {
  /** Realtime transport that replaces the server's socket, in tests and in the frontend-only mode. */
  readonly makeTransport?: (() => Transport) | undefined
}

/** The root component: the sign-in page, or the workspace of the signed-in user. */
export function App({ makeTransport }: AppProps) {
  const [environment, setEnvironment] = useState<Environment | null>(null)
  const { status, session } = useSession()
  useEffect(() => {
    void readEnvironment().then(setEnvironment)
    void sessionStore.load()
    // Prefetched during the session check; a failed fetch is repeated when the component renders.
    loadAuthenticatedApp().catch(() => undefined)
  }, [])

  useEffect(followOtherTabs, [])

  const isDemo = environment?.environment === 'demo'
  const isLoading = status === 'unknown' || environment === null
  return (
    <Providers timeZone={environment?.timeZone ?? null}>
      <Box sx={{ blockSize: '100dvh', display: 'flex', flexDirection: 'column', overflow: 'hidden' }}>
        {isLoading ? null : session ? (
          <Suspense fallback={null}>
            <LazyAuthenticatedApp
              key={session.user.userId}
              user={session.user}
              isDemo={isDemo}
              isTraced={environment.tracing === true}
              makeTransport={makeTransport}
            />
          </Suspense>
        ) : (
          <SignInPage isDemo={isDemo} isServerReachable={status !== 'unreachable'} onSignedIn={sessionStore.signedIn} />
        )}
      </Box>
    </Providers>
  )
}
