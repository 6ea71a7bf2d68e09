import { alertsView, type Epoch, type EventId, ordersView, patientIdSchema, rooms, type ViewRow } from '@wardline/events'
import { anEvent, aSubject, wardHistory } from '@wardline/events/testing'
import { MemoryRoomLog } from '@wardline/sync/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWorkflow } from '../testing/open-workflow.ts'
import { type Carry, WardServer } from '../testing/ward-server.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets messages in transit arrive and advances the timers. */
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

const patient = rooms.patient('p-0')
const ofPatient = wardHistory(7, { patients: 1, length: 60 })
const placed = (id: string) =>
  anEvent('lab.order.created', {
    eventId: `event-${id}` as EventId,
    subject: aSubject({ patientId: patientIdSchema.parse('p-0') }),
    resource: { ...anEvent('lab.order.created').resource, id, meta: { versionId: '1' } },
  })
const ids = (rows: readonly ViewRow[] | null) => rows?.map(({ id }) => id) ?? null

async function openOrders(server: WardServer) {
  const client = openWorkflow(server)
  client.workflow.start()
  const orders = client.openList(ordersView, patient)
  await settle(1_000)
  return { ...client, orders }
}

test('RT8: a list is read, its room is subscribed from its position, and later events are folded in', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
  expect(workflow.connection.getState().state).toBe('live')
  server.append(placed('new-order'))
  await settle()
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  expect(ids(orders.rows())).toContain('new-order')
  workflow.stop()
})

test('RT6: a lost frame shows as a hole with the next one, and is requested after a moment', async () => {
  let losing = false
  const lossy: Carry = (way, deliver) => !(losing && way === 'down') && queueMicrotask(deliver)
  const server = new WardServer(new MemoryRoomLog(ofPatient), lossy)
  const { orders, workflow } = await openOrders(server)
  losing = true
  server.append(placed('lost'))
  await settle()
  losing = false
  server.append(placed('after'))
  await settle(200)
  expect(ids(orders.rows())).not.toContain('after')
  await settle(100)
  expect(ids(orders.rows())).toEqual(expect.arrayContaining(['lost', 'after']))
  workflow.stop()
})

test('RT5: the loss of the very last frame is found by the next tick', async () => {
  let losing = false
  const lossy: Carry = (way, deliver) => !(losing && way === 'down') && queueMicrotask(deliver)
  const server = new WardServer(new MemoryRoomLog(ofPatient), lossy)
  const { orders, workflow } = await openOrders(server)
  losing = true
  server.append(placed('lost'))
  await settle()
  losing = false
  server.tick()
  await settle()
  expect(ids(orders.rows())).toContain('lost')
  workflow.stop()
})

test('RT7: after an interruption the badge shows Live only when the missed events are on screen', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
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

test('RT7: after a change of the epoch the lists are read again and continued from there', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
  server.reachable = false
  server.cut()
  await settle()
  server.log = new MemoryRoomLog([...ofPatient.slice(0, 20), placed('restored')], 'epoch-2' as Epoch)
  server.reachable = true
  await settle(25_000)
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  server.append(placed('afterwards'))
  await settle()
  expect(ids(orders.rows())).toContain('afterwards')
  expect(workflow.rooms.positions[patient]?.epoch).toBe('epoch-2')
  workflow.stop()
})

test('RT7: a position beyond the head of a log that lost its end is never continued', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
  server.reachable = false
  server.cut()
  server.log = new MemoryRoomLog(ofPatient.slice(0, 25))
  server.reachable = true
  await settle(25_000)
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  workflow.stop()
})

test('RT8: a snapshot older than the log is caught up before it is shown', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { workflow, openList } = await openOrders(server)
  const delayed: (() => void)[] = []
  const alerts = openList(alertsView, patient, {
    carry: (way, deliver) => (way === 'down' ? delayed.push(deliver) : queueMicrotask(deliver)),
  })
  await settle()
  const raised = anEvent('lab.critical.alert', {
    eventId: 'event-alert' as EventId,
    subject: aSubject({ patientId: patientIdSchema.parse('p-0') }),
  })
  server.append(raised)
  await settle()
  expect(alerts.rows()).toBeNull()
  for (const deliver of delayed.splice(0)) deliver()
  await settle()
  expect(ids(alerts.rows())).toContain('al-1')
  workflow.stop()
})

test('RT8: a delivery does not cancel a running fetch', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { workflow, queries, orders } = await openOrders(server)
  const fetching = queries.refetchQueries({ queryKey: orders.query.queryKey })
  expect(orders.isFetching()).toBe(true)
  server.append(placed('during-fetch'))
  await settle()
  await fetching
  expect(ids(orders.rows())).toContain('during-fetch')
  expect(orders.isFetching()).toBe(false)
  workflow.stop()
})

test('RT10: a lost right removes the rows of the room from memory at once, and a new request does not restore them', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
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

test('RT10: a right lost while offline takes effect on return', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow } = await openOrders(server)
  server.cut()
  server.revoke(patient)
  await settle(25_000)
  expect(orders.rows()).toBeNull()
  workflow.stop()
})

test('a room is left after its grace period, and its inactive lists leave memory with it', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { orders, workflow, queries } = await openOrders(server)
  orders.close()
  await settle(29_000)
  expect(server.subscribersOf(patient)).toBe(1)
  await settle(2_000)
  expect(server.subscribersOf(patient)).toBe(0)
  expect(queries.getQueryCache().findAll()).toHaveLength(0)
  workflow.stop()
})

test('a silent connection is Delayed within a tick and 5 s', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { workflow } = await openOrders(server)
  await settle(12_000)
  expect(workflow.connection.getState().state).toBe('delayed')
  server.tick()
  await settle()
  expect(workflow.connection.getState().state).toBe('live')
  workflow.stop()
})

test('RT2: frames that are repeated, also through another room, count once', async () => {
  const twice: Carry = (_, deliver) => {
    queueMicrotask(deliver)
    queueMicrotask(deliver)
  }
  const server = new WardServer(new MemoryRoomLog(ofPatient), twice)
  const { orders, workflow } = await openOrders(server)
  const published: string[] = []
  workflow.bus.subscribe('ORDER_PLACED', ({ eventId }) => published.push(eventId))
  server.append(placed('once'))
  await settle()
  expect(ids(orders.rows())).toEqual(ids(server.snapshot(ordersView, patient).rows))
  expect(published).toEqual(['event-once'])
  workflow.stop()
})

test('a message this build does not know is counted and skipped', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const { workflow } = await openOrders(server)
  server.say('moon-phase', { full: true })
  server.say('update', { nonsense: true })
  await settle()
  expect(workflow.unknownMessages).toEqual({ 'moon-phase': 1, update: 1 })
  expect(workflow.connection.getState().state).toBe('live')
  workflow.stop()
})

test('the next page joins the list at the same moment of the log', async () => {
  const server = new WardServer(new MemoryRoomLog(ofPatient))
  const client = openWorkflow(server)
  client.workflow.start()
  const orders = client.openList(ordersView, patient, { limit: 1 })
  await settle(1_000)
  const cursor = orders.data()?.nextCursor ?? null
  expect(cursor).not.toBeNull()
  const page = await orders.read({ cursor, limit: 100 })
  server.append(placed('between'))
  await settle()
  await client.workflow.cache.join(orders.query.queryKey, orders.live, page)
  expect(orders.rows()).toEqual(JSON.parse(JSON.stringify(server.snapshot(ordersView, patient).rows)))
  client.workflow.stop()
})
