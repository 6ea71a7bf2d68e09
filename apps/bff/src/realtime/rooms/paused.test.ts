import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type EventId, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { MemoryRoomLog } from '../../testing/memory-room-log.ts'
import { openRecordStore, patient } from '../../testing/record-store.ts'
import { type TestSocket, testSocket } from '../../testing/socket.ts'
import { WINDOW } from '../transport/send-window.ts'

const room = rooms.patient(patient.patientId)
const PAUSED = 4
/** More than the buffers of both ends take on the way. */
const EVENTS = 2_000
const EVENT_BYTES = 10_000

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const fail = (error: unknown) => {
  throw error
}

let close = async () => {}
let door: ReturnType<typeof openRecordStore>
let url: string
let tell: (bytes: number) => void

beforeEach(async () => {
  const http = createServer()
  const bus = embeddedBus(fail)
  const log = new MemoryRoomLog()
  door = openRecordStore({ http, log, bus, tickMs: 50 })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  let made = 0
  tell = (bytes) => {
    made += 1
    const event = anEvent('diagnosis.added', { eventId: `e-${made}` as EventId })
    const resource = { ...event.resource, note: [{ text: 'x'.repeat(bytes) }] }
    bus.publish('recorded', { rooms: [room], entries: log.append({ ...event, resource }, [room]) })
  }
  close = () => door.live.close()
})
afterEach(() => close())

/** A client that sits in the room and then reads nothing any more, as a laptop does whose lid is closed. */
async function paused(): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
  const token = await door.token()
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (raw) => {
      const text = String(raw)
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`)
      else if (text.startsWith('40')) socket.send(`420${JSON.stringify(['subscription', { subscription_id: 's', rooms: [room] }])}`)
      else if (text.startsWith('430')) resolve()
    })
  })
  // What the operating system still takes is not on the server any more; the client itself reads nothing.
  const { _socket: line } = socket as unknown as { _socket: Socket }
  line.pause()
  return socket
}

const gauge = async (name: string) => {
  const metric = await door.metrics.registry.getSingleMetric(name)?.get()
  return metric?.values[0]?.value ?? 0
}
const inOrder = (socket: TestSocket) => {
  const seqs = socket.seqs(room)
  return seqs.every((seq, index) => seq === index + 1)
}

/** Events go out, and are waited for by those who read. */
async function happens(count: number, healthy: TestSocket): Promise<void> {
  const until = healthy.seqs(room).length + count
  for (let n = 0; n < count; n++) {
    tell(EVENT_BYTES)
    await turn()
  }
  await healthy.until(() => healthy.seqs(room).length === until)
  await healthy.next('tick')
}
const healthyOne = async () => {
  const socket = await testSocket(url, { token: await door.token() })
  await socket.enter(room)
  return socket
}

test('RT15 R12: paused clients hold a window each and are cut; the others are sent everything in order', async () => {
  const healthy = await healthyOne()
  const lids = await Promise.all(Array.from({ length: PAUSED }, paused))
  let [frames, bytes] = [0, 0]
  for (let n = 0; n < EVENTS; n += 100) {
    await happens(100, healthy)
    frames = Math.max(frames, await gauge('realtime_frames_waiting'))
    bytes = Math.max(bytes, await gauge('realtime_bytes_waiting'))
  }
  // Their windows were full, and nothing was handed over beyond them but a goodbye.
  expect(frames).toBeGreaterThan(0)
  expect(frames).toBeLessThanOrEqual(PAUSED * WINDOW.frames)
  expect(bytes).toBeGreaterThan((PAUSED * WINDOW.bytes) / 2)
  expect(bytes).toBeLessThanOrEqual(PAUSED * (WINDOW.bytes + 512))
  expect(inOrder(healthy)).toBe(true)

  while ((await gauge('realtime_connections')) > 1) await healthy.next('tick')
  expect(await gauge('realtime_cut_total')).toBe(PAUSED)
  console.log(`R12: ${PAUSED} paused × ${EVENTS} events: ${Math.round(bytes / PAUSED / 1024)} KiB held for each at most, all cut`)
  // And with the socket goes what it held.
  while ((await gauge('realtime_bytes_waiting')) > 0) await healthy.next('tick')
  for (const lid of lids) lid.terminate()
  healthy.close()
})

test('RT15: a client that reads again in time is carried on from the log without a hole', async () => {
  const lid = await paused()
  const seen: number[] = []
  lid.on('message', (raw) => {
    for (const [, seq] of String(raw).matchAll(/"seq":(\d+),"prev"/g)) seen.push(Number(seq))
  })
  const healthy = await healthyOne()
  while ((await gauge('realtime_closed_windows')) === 0) await happens(100, healthy)
  await happens(100, healthy)
  const { _socket: line } = lid as unknown as { _socket: Socket }
  line.resume()
  const all = healthy.seqs(room)
  while (seen.length < all.length) await healthy.next('tick')
  expect(seen).toEqual(all)
  expect(await gauge('realtime_cut_total')).toBe(0)
  lid.terminate()
  healthy.close()
})
