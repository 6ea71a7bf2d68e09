import Box from '@mui/material/Box'
import type { Transport } from '@wardline/sync/client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Environment, readEnvironment } from '../api/environment.ts'
import { SignInPage } from '../features/sign-in/sign-in-page.tsx'
import { sessionStore, useSession } from '../session/session-store.ts'
import { Providers } from './providers.tsx'

// Everything behind the door is a second download, so that the door opens at once.
const behindTheDoor = () => import('./authenticated-app.tsx')
const SignedIn = lazy(() => behindTheDoor().then((module) => ({ default: module.AuthenticatedApp })))

export interface AppProps {
  /** Where the events come from, when it is not the server's socket: tests and the frontend-only mode. */
  readonly makeLine?: () => Transport
}

/** The product: a door, and the workspace behind it. */
export function App({ makeLine }: AppProps) {
  const [environment, setEnvironment] = useState<Environment | null>(null)
  const { status, session } = useSession()
  useEffect(() => {
    void readEnvironment().then(setEnvironment)
    void sessionStore.look()
    // Fetched while the server is asked who is there; a fetch that fails is made again when it is drawn.
    behindTheDoor().catch(() => undefined)
  }, [])

  const isDemo = environment?.environment === 'demo'
  const undecided = status === 'unknown' || environment === null
  return (
    <Providers timeZone={environment?.timeZone ?? null}>
      <Box sx={{ blockSize: '100dvh', display: 'flex', flexDirection: 'column', overflow: 'hidden' }}>
        {undecided ? null : session ? (
          <Suspense fallback={null}>
            <SignedIn
              key={session.user.userId}
              user={session.user}
              isDemo={isDemo}
              isTraced={environment.tracing === true}
              makeLine={makeLine}
            />
          </Suspense>
        ) : (
          <SignInPage isDemo={isDemo} serverAnswers={status !== 'unreachable'} onSignedIn={sessionStore.signedIn} />
        )}
      </Box>
    </Providers>
  )
}
