import { act, screen, waitFor } from '@testing-library/react'
import { type OrderRow, ordersView, patientIdSchema, rooms } from '@wardline/events'
import { HttpResponse, http } from 'msw'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { useTRPC } from '../../api/trpc.ts'
import { renderInWorkflow } from '../../testing/render-in-workflow.tsx'
import { browserOf, doors, openWard } from '../../testing/render-workspace.tsx'
import type { Ward } from '../../testing/ward/ward.ts'
import { useView } from '../hooks/use-view.ts'
import { type Command, type CommandInput, type Outcome, useCommand } from './use-command.ts'
import { usePending } from './use-pending.ts'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const jane = patientIdSchema.parse('p-1')
const sodium = { orderableId: 'lab:2951-2', priority: 'stat' as const, indication: null, note: null, duplicateReason: null }
const potassium = { ...sodium, orderableId: 'lab:2823-3' }

type Place = ReturnType<typeof useTRPC>['orders']['place']
let place: Command<Place>
let outcomes: Outcome<unknown>[] = []
const submit = (input: CommandInput<Place>) => act(async () => void outcomes.push(await place.run(input)))

function Orders() {
  const trpc = useTRPC()
  const list = useView<OrderRow>(ordersView, { room: rooms.patient(jane) }, trpc.orders.list.queryOptions({ patientId: jane }))
  const pending = usePending(trpc.orders.place, (input) => input.patientId === jane)
  place = useCommand(trpc.orders.place, { describe: ({ items }) => `${items.length}` })
  return (
    <>
      <ul aria-label="rows">
        {list.rows.map((row) => (
          <li key={row.id}>{row.display}</li>
        ))}
      </ul>
      <ul aria-label="pending">
        {pending.map((it) => (
          <li key={it.commandId}>{it.state}</li>
        ))}
      </ul>
      <output aria-label="said">{place.problem?.kind === 'refusal' ? place.problem.code : (place.problem?.kind ?? '')}</output>
    </>
  )
}

const texts = (name: string) => [...screen.getByRole('list', { name }).children].map(({ textContent }) => textContent)

async function renderOrders(ward: Ward) {
  outcomes = []
  const part = await renderInWorkflow(ward, <Orders />)
  await waitFor(() => expect(texts('rows')).toEqual(['Potassium']))
  await waitFor(() => expect(part.workflow.connection.getState().state).toBe('live'))
  return part
}

const busy = { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, refusal: { code: 'BUSY', detail: { retryAfterMs: 1000 } }, requestId: null }

/** Records the ids of commands that reach the server, and answers, fails, or loses the response. */
function interceptPlacing(behaviour: 'answer' | 'loseAnswer' | 'away' | 'busy') {
  const sent: string[] = []
  doors.use(
    http.post('*/trpc/orders.place', async ({ request }) => {
      const body = (await request.clone().json()) as Record<string, { commandId: string }>
      sent.push(body[0]?.commandId ?? '')
      if (behaviour === 'busy') return HttpResponse.json([{ error: { code: -32_603, message: 'BUSY', data: busy } }], { status: 503 })
      return behaviour === 'answer' ? undefined : HttpResponse.error()
    }),
  )
  return sent
}

test('RT9: a command is pending until its event is on screen, and no list contains it before', async () => {
  const ward = await openWard()
  const { workflow, queries } = await renderOrders(ward)
  // The response arrives but the event does not: the connection is closed first.
  ward.server.reachable = false
  act(() => ward.server.cut())
  await submit({ patientId: jane, items: [sodium] })
  expect(outcomes[0]?.outcome).toBe('applied')
  expect(texts('pending')).toEqual(['applied'])
  expect(texts('rows')).toEqual(['Potassium'])
  expect(
    JSON.stringify(
      queries
        .getQueryCache()
        .findAll()
        .map(({ state }) => state.data),
    ),
  ).not.toContain('Sodium')
  ward.server.reachable = true
  act(() => workflow.reconnectNow())
  await waitFor(() => expect(texts('rows')).toContain('Sodium'))
  await waitFor(() => expect(texts('pending')).toEqual([]))
})

test('RT17: pressing twice is one command with one id; different content is a new command', async () => {
  await renderOrders(await openWard())
  const sent = interceptPlacing('answer')
  const input = { patientId: jane, items: [sodium] }
  await act(async () => {
    outcomes.push(...(await Promise.all([place.run(input), place.run(input), place.run(input)])))
  })
  expect(sent).toHaveLength(1)
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
  await submit({ patientId: jane, items: [{ ...sodium, priority: 'routine', duplicateReason: 'again' }] })
  expect(new Set(sent).size).toBe(2)
})

test('a refusal is a value: the form keeps its input and shows the reason', async () => {
  await renderOrders(await openWard())
  await submit({ patientId: jane, items: [potassium] })
  expect(outcomes).toMatchObject([{ outcome: 'refused', problem: { code: 'DUPLICATE_NEEDS_REASON' } }])
  expect(screen.getByRole('status', { name: 'said' })).toHaveTextContent('DUPLICATE_NEEDS_REASON')
  expect(texts('pending')).toEqual([])
})

test.each([
  ['without a server', 'away'],
  ['when the server is busy', 'busy'],
] as const)(
  'RT18: %s a signature waits in the tray and is not sent automatically; confirmed by the user, it has one effect',
  async (_, behaviour) => {
    const ward = await openWard()
    const { workflow } = await renderOrders(ward)
    const sent = interceptPlacing(behaviour)
    await submit({ patientId: jane, items: [sodium] })
    expect(outcomes[0]?.outcome).toBe('notSent')
    expect(texts('pending')).toEqual(['notSent'])
    doors.resetHandlers()
    await act(() => workflow.outbox.flush())
    expect(workflow.outbox.store.getState()).toHaveLength(1)
    await restoreResponses(ward)
    await act(() => workflow.outbox.confirm(sent[0] ?? ''))
    await waitFor(() => expect(texts('rows')).toContain('Sodium'))
    expect(workflow.outbox.store.getState()).toHaveLength(0)
    expect((await ward.find('ServiceRequest')).filter(({ code }) => code?.text === 'Sodium')).toHaveLength(1)
  },
)

/** Restores the server's responses. */
async function restoreResponses(ward: Ward) {
  await browserOf(ward, 'dr.amal')
}

test('RT17: a command whose response was lost keeps its id, so that a retry finds the first effect', async () => {
  const ward = await openWard()
  const { workflow } = await renderOrders(ward)
  const sent: string[] = []
  doors.use(
    http.post(
      '*/trpc/orders.place',
      async ({ request }) => {
        const [input] = Object.values((await request.json()) as Record<string, { commandId: string }>)
        sent.push(input?.commandId ?? '')
        await ward.as('dr.amal').orders.place(input as never)
        return HttpResponse.error()
      },
      { once: true },
    ),
  )
  await submit({ patientId: jane, items: [sodium] })
  expect(outcomes[0]?.outcome).toBe('notSent')
  await act(() => workflow.outbox.confirm(sent[0] ?? ''))
  expect(workflow.outbox.store.getState()).toHaveLength(0)
  expect((await ward.find('ServiceRequest')).filter(({ code }) => code?.text === 'Sodium')).toHaveLength(1)
})
