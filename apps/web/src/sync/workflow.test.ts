import { alertsView, type Epoch, ordersView, rooms, type ViewRow } from '@wardline/events'
import { anEvent, aSubject, WardLog, wardHistory } from '@wardline/events/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWorkflow } from '../testing/open-workflow.ts'
import { type Carry, WardServer } from '../testing/ward-server.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Delivers pending messages and advances the timers. */
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

const patient = rooms.patient('p-0')
const ofPatient = wardHistory(7, { patients: 1, length: 60 })
const placed = (id: string) =>
  anEvent('lab.order.created', {
    eventId: `event-${id}` as never,
    subject: aSubject({ patientId: 'p-0' as never }),
    resource: { ...anEvent('lab.order.created').resource, id, meta: { versionId: '1' } },
  })
const ids = (rows: readonly ViewRow[] | null) => rows?.map(({ id }) => id) ?? null

async function follow(server: WardServer) {
  const screen = openWorkflow(server)
  screen.workflow.start()
  const orders = screen.openList(ordersView, patient)
  await settle(1_000)
  return { ...screen, orders }
}

test('RT8: a list is fetched, its room is subscribed from the list’s position, and later events are folded in', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  expect(workflow.connection.getState().state).toBe('live')
  server.append(placed('new-order'))
  await settle()
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  expect(ids(orders.rows())).toContain('new-order')
  workflow.stop()
})

test('RT6: the next frame reveals a lost one as a gap, which is requested after a delay', async () => {
  let losing = false
  const lossy: Carry = (way, deliver) => !(losing && way === 'down') && queueMicrotask(deliver)
  const server = new WardServer(new WardLog(ofPatient), lossy)
  const { orders, workflow } = await follow(server)
  losing = true
  server.append(placed('lost'))
  losing = false
  server.append(placed('after'))
  await settle(200)
  expect(ids(orders.rows())).not.toContain('after')
  await settle(100)
  expect(ids(orders.rows())).toEqual(expect.arrayContaining(['lost', 'after']))
  workflow.stop()
})

test('RT5: the next tick reveals the loss of the last frame', async () => {
  let losing = false
  const lossy: Carry = (way, deliver) => !(losing && way === 'down') && queueMicrotask(deliver)
  const server = new WardServer(new WardLog(ofPatient), lossy)
  const { orders, workflow } = await follow(server)
  losing = true
  server.append(placed('lost'))
  losing = false
  server.tick()
  await settle()
  expect(ids(orders.rows())).toContain('lost')
  workflow.stop()
})

test('RT7: after an interruption the badge shows Live only when the missed events are on screen', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  const seen: string[] = []
  workflow.connection.subscribe(({ state }) => {
    if (seen.at(-1) !== state) seen.push(state)
    if (state === 'live') expect(ids(orders.rows())).toContain('missed')
  })
  server.reachable = false
  server.cut()
  await settle()
  server.append(placed('missed'))
  await settle(5_000)
  expect(workflow.connection.getState().state).toBe('offline')
  server.reachable = true
  for (let second = 0; second < 25 && seen.at(-1) !== 'live'; second++) await settle(1_000)
  expect(seen.at(0)).toBe('offline')
  expect(seen.at(-1)).toBe('live')
  expect(ids(orders.rows())).toContain('missed')
  workflow.stop()
})

test('RT7: a position of another epoch is invalid; the lists are fetched again and followed from there', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  server.reachable = false
  server.cut()
  await settle()
  const restored = new WardLog([...ofPatient.slice(0, 20), placed('restored')])
  Object.assign(restored, { epoch: 'epoch-2' as Epoch })
  server.log = restored
  server.reachable = true
  await settle(25_000)
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  server.append(placed('afterwards'))
  await settle()
  expect(ids(orders.rows())).toContain('afterwards')
  expect(workflow.rooms.positions[patient]?.epoch).toBe('epoch-2')
  workflow.stop()
})

test('RT7: a position beyond the head of a truncated log is never reported as recovered', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  server.reachable = false
  server.cut()
  server.log = new WardLog(ofPatient.slice(0, 25))
  server.reachable = true
  await settle(25_000)
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  workflow.stop()
})

test('RT8: a snapshot older than the log is brought up to date before it is shown', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { workflow, openList } = await follow(server)
  const pending: (() => void)[] = []
  const alerts = openList(alertsView, patient, { carry: (way, deliver) => (way === 'down' ? pending.push(deliver) : queueMicrotask(deliver)) })
  await settle()
  const raised = anEvent('lab.critical.alert', { eventId: 'event-alert' as never, subject: aSubject({ patientId: 'p-0' as never }) })
  server.append(raised)
  await settle()
  expect(alerts.rows()).toBeNull()
  for (const deliver of pending.splice(0)) deliver()
  await settle()
  expect(ids(alerts.rows())).toContain('al-1')
  workflow.stop()
})

test('RT8: a delivery does not cancel a running fetch', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { workflow, queries, orders } = await follow(server)
  const fetching = queries.refetchQueries({ queryKey: orders.query.queryKey })
  expect(orders.isFetching()).toBe(true)
  server.append(placed('meanwhile'))
  await settle()
  await fetching
  expect(ids(orders.rows())).toContain('meanwhile')
  expect(orders.isFetching()).toBe(false)
  workflow.stop()
})

test('RT10: revoked access to a room removes its rows from memory at once, and a new request does not bring them back', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  server.revoke(patient)
  await settle()
  expect(orders.rows()).toBeNull()
  expect(workflow.rooms.refusal(patient)).not.toBeNull()
  server.append(placed('secret'))
  server.cut()
  await settle(25_000)
  expect(orders.rows()).toBeNull()
  workflow.stop()
})

test('RT10: access revoked while offline is detected on reconnecting', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow } = await follow(server)
  server.cut()
  server.revoke(patient)
  await settle(25_000)
  expect(orders.rows()).toBeNull()
  workflow.stop()
})

test('a room is unsubscribed after a delay, and its inactive lists are removed from memory', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { orders, workflow, queries } = await follow(server)
  orders.close()
  await settle(29_000)
  expect(server.subscribersOf(patient)).toBe(1)
  await settle(2_000)
  expect(server.subscribersOf(patient)).toBe(0)
  expect(queries.getQueryCache().findAll()).toHaveLength(0)
  workflow.stop()
})

test('a silent connection is Delayed within a tick and 5 s', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { workflow } = await follow(server)
  await settle(12_000)
  expect(workflow.connection.getState().state).toBe('delayed')
  server.tick()
  await settle()
  expect(workflow.connection.getState().state).toBe('live')
  workflow.stop()
})

test('RT2: a frame delivered twice, or also by another room, is applied once', async () => {
  const twice: Carry = (_, deliver) => {
    queueMicrotask(deliver)
    queueMicrotask(deliver)
  }
  const server = new WardServer(new WardLog(ofPatient), twice)
  const { orders, workflow } = await follow(server)
  const published: string[] = []
  workflow.bus.subscribe('ORDER_PLACED', ({ eventId }) => published.push(eventId))
  server.append(placed('once'))
  await settle()
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  expect(published).toEqual(['event-once'])
  workflow.stop()
})

test('an unknown message type is counted and skipped', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const { workflow } = await follow(server)
  server.say('moon-phase', { full: true })
  server.say('update', { nonsense: true })
  await settle()
  expect(workflow.unknownMessages).toEqual({ 'moon-phase': 1, update: 1 })
  expect(workflow.connection.getState().state).toBe('live')
  workflow.stop()
})

test('the next page is appended at the same position of the log', async () => {
  const server = new WardServer(new WardLog(ofPatient))
  const screen = openWorkflow(server)
  screen.workflow.start()
  const orders = screen.openList(ordersView, patient, { limit: 1 })
  await settle(1_000)
  const cursor = orders.data()?.nextCursor ?? null
  expect(cursor).not.toBeNull()
  const page = await orders.read({ cursor, limit: 100 })
  server.append(placed('between'))
  await settle()
  await screen.workflow.cache.join(orders.query.queryKey, orders.live, page)
  expect(orders.rows()).toEqual(JSON.parse(JSON.stringify(server.snapshot(ordersView, patient).rows)))
  screen.workflow.stop()
})
