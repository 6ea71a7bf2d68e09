import { configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { audienceOf } from '@wardline/events'
import { setupServer } from 'msw/node'
import { App } from '../app/app.tsx'
import { sessionStore, useSession } from '../session/session-store.ts'
import { openCharts } from '../shell/charts/open-charts.ts'
import { handlersFor, type Seat } from './handlers.ts'
import { seedWard } from './ward/seed.ts'
import { staffNamed } from './ward/staff.ts'
import { Ward } from './ward/ward.ts'

// Screens come as separate downloads, and the first test of a file waits until all of them are compiled.
configure({ asyncUtilTimeout: 15_000 })

export const doors = setupServer()

/** A ward with its server, and as many people in front of the real app as the test needs. */
export function openWard() {
  const ward = new Ward()
  seedWard(ward)
  return ward
}

/** The real app in front of a ward: signed in as somebody, or at the door. */
export async function renderWorkspace(ward: Ward, { as, at = '/' }: { as?: string; at?: string } = {}) {
  const seat: Seat = { user: as ? staffNamed(as) : null }
  doors.use(...handlersFor(ward, seat))
  useSession.setState({ status: 'unknown', session: null })
  openCharts.closeAll()
  window.history.replaceState(null, '', at)
  const user = userEvent.setup()
  const makeLine = () =>
    ward.server.line(() => {
      const person = seat.user ?? staffNamed('dr.amal')
      return { audience: audienceOf(person.role), userId: person.userId, name: person.name }
    })
  const view = render(<App makeLine={makeLine} />)
  if (as) await screen.findByRole('navigation', { name: 'Main navigation' })
  return { user, seat, leave: () => view.unmount(), signedOut: () => sessionStore.signedOut() }
}
