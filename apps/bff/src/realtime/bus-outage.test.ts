import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rooms } from '@wardline/events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { embeddedBus } from '../bus/embedded-bus.ts'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { testSocket } from '../testing/realtime/socket.ts'
import { addProblem } from '../testing/record/add-problem.ts'
import { openRealtimeServer, type RealtimeServer } from './transport/socket-server.ts'

/** No regular tick falls into the test: the ticks that arrive are those of the bus outage. */
const NEVER_MS = 3_600_000

let app: TestApp
let http: Server
let live: RealtimeServer
let setConnected: (connected: boolean) => void

beforeAll(async () => {
  app = await openTestApp()
  http = createServer()
  const listeners = new Set<(connected: boolean) => void>()
  let connected = false
  setConnected = (now) => {
    connected = now
    for (const listener of listeners) listener(now)
  }
  const embedded = embeddedBus((error) => {
    throw error
  })
  const bus: Bus = {
    ...embedded,
    get connected() {
      return connected
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const { log, rights, sessions, accessTokens: bearers, sessionCache: recent, metrics, logger, now } = app.core
  live = openRealtimeServer({ http, log, bus, rights, sessions, bearers, recent, metrics, logger, now, instance: 'far', tickMs: NEVER_MS })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await live.close()
  await app.close()
})

it('RT5: while the bus is away, events of other processes arrive through the log, and ticks report the delay', async () => {
  const patient = await app.core.admit()
  const room = rooms.patient(patient.patientId)
  const { port } = http.address() as AddressInfo
  const socket = await testSocket(`http://127.0.0.1:${port}`, { ticket: await (await app.signIn('nurse.huda')).ticket() })
  await socket.enter(room)
  await addProblem(await app.core.as('dr.amal'), patient)
  await socket.until(() => socket.seqs(room).length === 1)
  expect((await socket.next('tick', ({ delayed }) => delayed === true)).epoch).toBe(app.core.log.epoch)
  setConnected(true)
  expect(await socket.next('tick', ({ delayed }) => delayed === undefined)).toMatchObject({ epoch: app.core.log.epoch })
  socket.close()
})
