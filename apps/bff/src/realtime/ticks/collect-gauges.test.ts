import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EventId, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { MemoryRoomLog } from '../../testing/memory-room-log.ts'
import { openRecordStore, patient } from '../../testing/record-store.ts'
import { testSocket } from '../../testing/socket.ts'

const room = rooms.patient(patient.patientId)

test('V1–V3: connections, how long they lasted, who came back, rooms and their members, what one printing served', async () => {
  const http = createServer()
  const log = new MemoryRoomLog()
  const bus = embeddedBus((error) => {
    throw error
  })
  const { live, metrics, token } = openRecordStore({ http, log, bus, tickMs: 20 })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  /** As Prometheus reads them. */
  const figures = async () => {
    const lines = (await metrics.registry.metrics()).split('\n')
    return (name: string) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? Number.NaN)
  }

  const people = await Promise.all(
    [false, false, true].map(async (again) => testSocket(url, { token: await token(), ...(again ? { again } : {}) })),
  )
  const [first] = people
  for (const socket of people) await socket.enter(room)
  for (let n = 0; n < 4; n++) {
    bus.publish('recorded', { rooms: [room], entries: log.append(anEvent('diagnosis.added', { eventId: `e-${n}` as EventId }), [room]) })
    await Promise.all(people.map((socket) => socket.until(() => socket.seqs(room).length === n + 1)))
  }
  await first?.next('tick', ({ heads }) => heads[room] === 4)
  await first?.next('tick', ({ heads }) => heads[room] === 4)
  const open = await figures()
  expect(open('realtime_connections')).toBe(3)
  expect(open('realtime_connections_opened_total{how="first"}')).toBe(2)
  expect(open('realtime_connections_opened_total{how="again"}')).toBe(1)
  expect(open('realtime_rooms')).toBe(1)
  expect(open('realtime_room_members{which="largest"}')).toBe(3)
  expect(open('realtime_room_members{which="mean"}')).toBe(3)
  expect(open('realtime_frames_made_total')).toBe(4)
  expect(open('realtime_frames_total{outcome="handed"}')).toBe(12)
  expect(open('realtime_frames_waiting')).toBe(0)

  for (const socket of people.slice(1)) socket.close()
  while ((await figures())('realtime_connections') !== 1) await first?.next('tick')
  expect((await figures())('realtime_connection_duration_seconds_count')).toBe(2)
  first?.close()
  await live.close()
})
