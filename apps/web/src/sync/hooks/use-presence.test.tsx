import { screen, waitFor } from '@testing-library/react'
import { patientView, rooms } from '@wardline/events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { renderInWorkflow } from '../../testing/render-in-workflow.tsx'
import { doors, openWard } from '../../testing/render-workspace.tsx'
import { useChart } from './use-chart.ts'
import { useOthers, usePresence } from './use-presence.ts'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const room = rooms.patient('p-1')

function Here({ ordering }: { ordering: boolean }) {
  useChart('p-1' as never)
  usePresence(room, ordering ? 'ordering' : 'viewing')
  return null
}
function Others() {
  useChart('p-1' as never)
  const others = useOthers(room)
  return <output aria-label="others">{others.map(({ user, doing }) => `${user.name} ${doing}`).join()}</output>
}

test('RT-11: a colleague in the same chart is seen by name and by what they do; oneself is not', async () => {
  const ward = await openWard()
  await renderInWorkflow(ward, <Here ordering={false} />, 'dr.sami')
  const amal = await renderInWorkflow(ward, <Others />, 'dr.amal')
  await waitFor(() => expect(ward.server.subscribersOf(room)).toBe(2))
  await waitFor(() => expect(screen.getByRole('status', { name: 'others' })).toHaveTextContent('Dr Sami Idris viewing'))
  expect(amal.workflow.presence.membersOf(room).map(({ user }) => user.userId)).toEqual(['u-sami'])
})

test('SHL-17: opening a chart lays every list of it from one answer, each of them alive', async () => {
  const ward = await openWard()
  const asked: string[] = []
  const { queries } = await renderInWorkflow(ward, <Others />)
  doors.events.on('request:start', ({ request }: { request: Request }) => asked.push(new URL(request.url).pathname))
  await waitFor(() =>
    expect(queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live !== undefined }).length).toBeGreaterThan(8),
  )
  expect(asked.filter((path) => path.startsWith('/trpc'))).toEqual(['/trpc/patients.summary'])
  expect(queries.getQueryCache().findAll({ predicate: ({ meta }) => meta?.live?.view.name === patientView.name })).toHaveLength(1)
})
