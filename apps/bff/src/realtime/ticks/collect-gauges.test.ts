import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EventId, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { MemoryRoomLog } from '@wardline/sync/testing'
import { expect, test, vi } from 'vitest'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { openTestRealtime, patient } from '../../testing/realtime/realtime-server.ts'
import { testSocket } from '../../testing/realtime/socket.ts'

const room = rooms.patient(patient.patientId)

test('V1–V3: connections, their duration, reconnects, rooms and members, frames encoded once for many', async () => {
  const http = createServer()
  const log = new MemoryRoomLog()
  const bus = embeddedBus((error) => {
    throw error
  })
  const { live, metrics, token } = openTestRealtime({ http, log, bus, tickMs: 20 })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  /** The values that Prometheus reads. */
  const gauges = async () => {
    const lines = (await metrics.registry.metrics()).split('\n')
    return (name: string) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? Number.NaN)
  }

  const sockets = await Promise.all(
    [false, false, true].map(async (again) => testSocket(url, { token: await token(), ...(again ? { again } : {}) })),
  )
  const [first] = sockets
  for (const socket of sockets) await socket.enter(room)
  for (let n = 0; n < 4; n++) {
    bus.publish('recorded', { rooms: [room], entries: log.append(anEvent('diagnosis.added', { eventId: `e-${n}` as EventId }), [room]) })
    await Promise.all(sockets.map((socket) => socket.until(() => socket.seqs(room).length === n + 1)))
  }
  await first?.next('tick', ({ heads }) => heads[room] === 4)
  await first?.next('tick', ({ heads }) => heads[room] === 4)
  const open = await gauges()
  expect(open('realtime_connections')).toBe(3)
  expect(open('realtime_connections_opened_total{how="first"}')).toBe(2)
  expect(open('realtime_connections_opened_total{how="again"}')).toBe(1)
  expect(open('realtime_rooms')).toBe(1)
  expect(open('realtime_room_members{which="largest"}')).toBe(3)
  expect(open('realtime_room_members{which="mean"}')).toBe(3)
  expect(open('realtime_frames_made_total')).toBe(4)
  expect(open('realtime_frames_total{outcome="handed"}')).toBe(12)
  expect(open('realtime_frames_waiting')).toBe(0)

  for (const socket of sockets.slice(1)) socket.close()
  await vi.waitFor(async () => expect((await gauges())('realtime_connections'), 'the others have disconnected').toBe(1))
  expect((await gauges())('realtime_connection_duration_seconds_count')).toBe(2)
  first?.close()
  await live.close()
})
