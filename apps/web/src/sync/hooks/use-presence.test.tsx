import { screen, waitFor } from '@testing-library/react'
import { patientIdSchema, patientView, rooms } from '@wardline/events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderInWorkflow } from '../../testing/render-in-workflow.tsx'
import { doors, openWard } from '../../testing/render-workspace.tsx'
import { useChart } from './use-chart.ts'
import { useOthers, usePresence } from './use-presence.ts'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const room = rooms.patient('p-1')

function Announcer({ ordering }: { ordering: boolean }) {
  useChart(patientIdSchema.parse('p-1'))
  usePresence(room, ordering ? 'ordering' : 'viewing')
  return null
}
function Others() {
  useChart(patientIdSchema.parse('p-1'))
  const others = useOthers(room)
  return <output aria-label="others">{others.map(({ user, doing }) => `${user.name} ${doing}`).join()}</output>
}

test('RT-11: presence shows the name and activity of a colleague in the same chart, and not the user’s own', async () => {
  const ward = await openWard()
  await renderInWorkflow(ward, <Announcer ordering={false} />, 'dr.sami')
  const amal = await renderInWorkflow(ward, <Others />, 'dr.amal')
  await waitFor(() => expect(ward.server.subscribersOf(room)).toBe(2))
  await waitFor(() => expect(screen.getByRole('status', { name: 'others' })).toHaveTextContent('Dr Sami Idris viewing'))
  expect(amal.workflow.presence.membersOf(room).map(({ user }) => user.userId)).toEqual(['u-sami'])
})

test('SHL-17: opening a chart loads all its lists with one request, each of them live', async () => {
  const ward = await openWard()
  const requests: string[] = []
  const { queries } = await renderInWorkflow(ward, <Others />)
  doors.events.on('request:start', ({ request }: { request: Request }) => requests.push(new URL(request.url).pathname))
  await waitFor(() =>
    expect(queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live !== undefined }).length).toBeGreaterThan(8),
  )
  expect(requests.filter((path) => path.startsWith('/trpc'))).toEqual(['/trpc/patients.summary'])
  expect(queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.view.name === patientView.name })).toHaveLength(1)
})
