import { configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { App } from '../app/app.tsx'
import { sessionStore, useSession } from '../session/session-store.ts'
import { openCharts } from '../shell/charts/open-charts.ts'
import { handlersFor, memoryJar } from './handlers.ts'
import { staffNamed } from './ward/people.ts'
import type { Ward } from './ward/ward.ts'

export { openWard } from './ward/open-ward.ts'

// Screens come as separate downloads, and the first test of a file waits until all of them are compiled.
configure({ asyncUtilTimeout: 15_000 })

export const doors = setupServer()

/** A browser in front of the ward, signed in as this person unless null, with its requests answered by the ward. */
export async function browserOf({ backend }: Ward, username: string | null) {
  const { sessions } = backend.core
  const began = username ? await sessions.begin(staffNamed(username).userId) : null
  const jar = memoryJar(began?.secret)
  doors.use(...handlersFor(backend, jar))
  return {
    jar,
    /** Another user signs in in another tab of this browser: the cookie is replaced. */
    replaceUser: async (other: string) => jar.write((await sessions.begin(staffNamed(other).userId)).secret),
    /** The session ends, as it does when its time is over or an administrator ends it. */
    endSession: async () => void (began && (await sessions.end(began.session.sessionHash))),
  }
}

/** The real app in front of a ward: signed in as a user, or at the sign-in page. */
export async function renderWorkspace(ward: Ward, { as, at = '/' }: { as?: string; at?: string } = {}) {
  const { endSession, replaceUser } = await browserOf(ward, as ?? null)
  useSession.setState({ status: 'unknown', session: null, endedBy: 'time' })
  openCharts.closeAll()
  window.history.replaceState(null, '', at)
  const user = userEvent.setup()
  const view = render(<App makeTransport={() => ward.server.transport()} />)
  if (as) await screen.findByRole('navigation', { name: 'Main navigation' })
  return { user, endSession, replaceUser, leave: () => view.unmount(), signedOut: () => sessionStore.signedOut() }
}
