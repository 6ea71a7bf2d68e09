import { QueryClientProvider } from '@tanstack/react-query'
import { getUntypedClient } from '@trpc/client'
import type { SignedInUser } from '@wardline/events'
import { socketIoTransport } from '@wardline/sync/socketio-transport'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { makeTrpcClient, TRPCProvider } from '../api/trpc.ts'
import { CriticalWatch } from '../features/alerts/critical-watch.tsx'
import { PatientAlerts } from '../features/alerts/patient-alerts.tsx'
import { SoundState } from '../features/alerts/sound-state.tsx'
import { SystemNotices } from '../features/notices/system-notices.tsx'
import { SignInAgain } from '../features/sign-in/sign-in-again.tsx'
import { signOut } from '../session/session.ts'
import { sessionStore, useSession } from '../session/session-store.ts'
import { openCharts } from '../shell/charts/open-charts.ts'
import { type ShellSlots, ShellSlotsProvider } from '../shell/shell-slots.tsx'
import { exposeRealtimeDebug } from '../sync/telemetry/debug.ts'
import { traceCommands } from '../sync/telemetry/tracing.ts'
import { Workflow } from '../sync/workflow.ts'
import { ClinicalWorkflowProvider } from '../sync/workflow-context.tsx'
import { screenTracing } from '../telemetry/screen-tracing.ts'
import type { AppProps } from './app.tsx'
import { screens, tabs } from './manifest.ts'
import { makeQueryClient } from './query-client.ts'
import { fetchPageAt, makeRouter } from './routes.tsx'
import { fetchTicket } from './ticket.ts'

interface AuthenticatedAppProps extends AppProps {
  readonly user: SignedInUser
  readonly isDemo: boolean
  /** Whether commands are traced from the click to the paint. */
  readonly isTraced: boolean
}

/** Creates the services of one session. A different user gets new ones, so that no data of the previous user remain. */
function createSession(user: SignedInUser, makeTransport: AppProps['makeTransport']) {
  fetchPageAt(window.location.pathname, user.role)
  const client = makeTrpcClient(user.userId)
  const queries = makeQueryClient(sessionStore.expired)
  const workflow = new Workflow({
    queries,
    client: getUntypedClient(client),
    transport: (makeTransport ?? socketIoTransport)(),
    fetchTicket: () => fetchTicket(user.userId),
    onSignedOut: sessionStore.expired,
  })
  return { client, queries, workflow, router: makeRouter(user.role) }
}

export function AuthenticatedApp({ user, isDemo, isTraced, makeTransport }: AuthenticatedAppProps) {
  const [{ client, queries, workflow, router }] = useState(() => createSession(user, makeTransport))
  const isLocked = useSession(({ status }) => status === 'expired')
  const endedBy = useSession((session) => session.endedBy)

  useEffect(() => {
    workflow.start()
    window.addEventListener('online', workflow.reconnectNow)
    const hide = isDemo || import.meta.env.DEV ? exposeRealtimeDebug(workflow) : () => undefined
    return () => {
      window.removeEventListener('online', workflow.reconnectNow)
      hide()
      workflow.stop()
    }
  }, [workflow, isDemo])

  useEffect(() => {
    if (!isTraced) return
    screenTracing.start()
    return traceCommands(queries.getMutationCache())
  }, [queries, isTraced])

  useEffect(
    () =>
      // Also when the user has signed out in another tab.
      useSession.subscribe(({ status }) => {
        if (status !== 'signedOut') return
        openCharts.closeAll()
        queries.clear()
        void router.navigate('/')
      }),
    [queries, router],
  )

  const signOutUser = () => {
    // The screen is cleared even if the sign-out request fails.
    void signOut(user.userId).catch(() => undefined)
    sessionStore.signedOut()
  }
  const slots: ShellSlots = {
    tabs,
    screens,
    PatientAlerts,
    Watch: CriticalWatch,
    Notices: SystemNotices,
    Status: SoundState,
    isDemo,
    signOut: signOutUser,
  }

  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider queryClient={queries} trpcClient={client}>
        <ClinicalWorkflowProvider workflow={workflow} user={user}>
          <ShellSlotsProvider value={slots}>
            <RouterProvider router={router} />
            {isLocked && (
              <SignInAgain
                endedBy={endedBy}
                username={user.username}
                onOtherUser={signOutUser}
                onSignedIn={(session) => {
                  sessionStore.signedIn(session)
                  workflow.resume()
                }}
              />
            )}
          </ShellSlotsProvider>
        </ClinicalWorkflowProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}
