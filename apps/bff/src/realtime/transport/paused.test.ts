import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type EventId, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { MemoryRoomLog } from '@wardline/sync/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { embeddedBus } from '../../bus/embedded-bus.ts'
import { openTestRealtime, patient } from '../../testing/realtime/realtime-server.ts'
import { type TestSocket, testSocket } from '../../testing/realtime/socket.ts'
import { WINDOW } from './send-window.ts'

const room = rooms.patient(patient.patientId)
const PAUSED = 4
/** More than the socket buffers of both ends hold. */
const EVENTS = 2_000
const EVENT_BYTES = 10_000

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const fail = (error: unknown) => {
  throw error
}

let close = async () => {}
let server: ReturnType<typeof openTestRealtime>
let url: string
let commit: (bytes: number) => void

beforeEach(async () => {
  const http = createServer()
  const bus = embeddedBus(fail)
  const log = new MemoryRoomLog()
  server = openTestRealtime({ http, log, bus, tickMs: 50 })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  let count = 0
  commit = (bytes) => {
    count += 1
    const event = anEvent('diagnosis.added', { eventId: `e-${count}` as EventId })
    const resource = { ...event.resource, note: [{ text: 'x'.repeat(bytes) }] }
    bus.publish('recorded', { rooms: [room], entries: log.append({ ...event, resource }, [room]) })
  }
  close = () => server.live.close()
})
afterEach(() => close())

/** Returns a client that enters the room and stops reading, as a laptop with a closed lid does. */
async function pausedClient(): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
  const token = await server.token()
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (raw) => {
      const text = String(raw)
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`)
      else if (text.startsWith('40')) socket.send(`420${JSON.stringify(['subscription', { subscription_id: 's', rooms: [room] }])}`)
      else if (text.startsWith('430')) resolve()
    })
  })
  // The operating system still takes some bytes; the client reads none.
  const { _socket: raw } = socket as unknown as { _socket: Socket }
  raw.pause()
  return socket
}

const gauge = async (name: string) => {
  const metric = await server.metrics.registry.getSingleMetric(name)?.get()
  return metric?.values[0]?.value ?? 0
}
/** Longer than a window stays closed before its socket is disconnected. */
const LIMIT = { timeout: 30_000 }
const waitForGauge = (name: string, value: number) => vi.waitFor(async () => expect(await gauge(name), name).toBe(value), LIMIT)
const inOrder = (socket: TestSocket) => {
  const seqs = socket.seqs(room)
  return seqs.every((seq, index) => seq === index + 1)
}

/** Commits events and waits until the healthy client has received them. */
async function commitAll(count: number, healthy: TestSocket): Promise<void> {
  const until = healthy.seqs(room).length + count
  for (let n = 0; n < count; n++) {
    commit(EVENT_BYTES)
    await turn()
  }
  await healthy.until(() => healthy.seqs(room).length === until)
  await healthy.next('tick')
}
const healthyClient = async () => {
  const socket = await testSocket(url, { token: await server.token() })
  await socket.enter(room)
  return socket
}

test('RT15 R12: paused clients hold one window each and are disconnected; the others receive everything in order', async () => {
  const healthy = await healthyClient()
  const paused = await Promise.all(Array.from({ length: PAUSED }, pausedClient))
  let [frames, bytes] = [0, 0]
  for (let n = 0; n < EVENTS; n += 100) {
    await commitAll(100, healthy)
    frames = Math.max(frames, await gauge('realtime_frames_waiting'))
    bytes = Math.max(bytes, await gauge('realtime_bytes_waiting'))
  }
  // Their windows were full, and beyond them only the last messages were queued.
  expect(frames).toBeGreaterThan(0)
  expect(frames).toBeLessThanOrEqual(PAUSED * WINDOW.frames)
  expect(bytes).toBeGreaterThan((PAUSED * WINDOW.bytes) / 2)
  expect(bytes).toBeLessThanOrEqual(PAUSED * (WINDOW.bytes + 512))
  expect(inOrder(healthy)).toBe(true)

  await waitForGauge('realtime_connections', 1)
  expect(await gauge('realtime_cut_total')).toBe(PAUSED)
  console.log(`R12: ${PAUSED} paused × ${EVENTS} events: ${Math.round(bytes / PAUSED / 1024)} KiB held for each at most, all disconnected`)
  // The queue is freed with the socket.
  await waitForGauge('realtime_bytes_waiting', 0)
  for (const socket of paused) socket.terminate()
  healthy.close()
})

test('RT15: a client that reads again in time continues from the log without a hole', async () => {
  const paused = await pausedClient()
  const seen: number[] = []
  paused.on('message', (raw) => {
    for (const [, seq] of String(raw).matchAll(/"seq":(\d+),"prev"/g)) seen.push(Number(seq))
  })
  const healthy = await healthyClient()
  do await commitAll(100, healthy)
  while ((await gauge('realtime_closed_windows')) === 0)
  await commitAll(100, healthy)
  const { _socket: raw } = paused as unknown as { _socket: Socket }
  raw.resume()
  const all = healthy.seqs(room)
  await vi.waitFor(() => expect(seen.length, 'every event was received').toBeGreaterThanOrEqual(all.length), LIMIT)
  expect(seen).toEqual(all)
  expect(await gauge('realtime_cut_total')).toBe(0)
  paused.terminate()
  healthy.close()
})
