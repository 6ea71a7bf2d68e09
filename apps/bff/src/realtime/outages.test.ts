import { rooms, type Subject } from '@wardline/events'
import { TcpProxy } from '@wardline/test-kit/faults/tcp-proxy'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { advanceLowWatermarks } from '../record/log/retention.ts'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { ReconnectingClient } from '../testing/realtime/reconnecting-client.ts'
import * as problem from '../testing/record/add-problem.ts'

const SECOND = 1_000
const DAY = 86_400 * SECOND
const week = { ms: 7 * DAY, entries: 100_000 }
/** More clients on one connection than a ward has. */
const CLIENTS = 20
const LIMIT = { timeout: 60_000, interval: 5 }
/** Events recorded during each outage. */
const EVENTS = 5

let app: TestApp
let jane: Subject
let proxy: TcpProxy
let clients: readonly ReconnectingClient[]
let running: readonly Promise<void>[]
let time = Date.now()
let token = ''

beforeAll(async () => {
  app = await openTestApp({ now: () => new Date(time) })
  jane = await app.core.admit()
  proxy = await TcpProxy.open(Number(new URL(app.url).port))
  const options = {
    address: () => `http://127.0.0.1:${proxy.port}`,
    patientId: jane.patientId,
    get token() {
      return token
    },
  }
  await signIn()
  clients = Array.from({ length: CLIENTS }, () => new ReconnectingClient(options))
  running = clients.map((client) => client.run())
})
afterAll(async () => {
  for (const client of clients) client.stop()
  await Promise.all(running)
  await proxy.close()
  await app.close()
})

/** A session ends after a day at most. */
async function signIn() {
  token = (await app.signIn('nurse.huda')).token
}
const record = async (text: string) => problem.addProblem(await app.core.as('dr.amal'), jane, { text })
async function caughtUp() {
  const { seq } = (await app.core.log.heads([rooms.patient(jane.patientId)])).get(rooms.patient(jane.patientId)) ?? { seq: 0 }
  await vi.waitFor(() => {
    for (const { position } of clients) expect(position, 'every client has caught up').toBeGreaterThanOrEqual(seq)
  }, LIMIT)
}

describe('R3: after an outage of', () => {
  const outages = [
    ['1 s', SECOND, 'replayed'],
    ['30 s', 30 * SECOND, 'replayed'],
    ['2 min 5 s', 125 * SECOND, 'replayed'],
    ['10 min', 600 * SECOND, 'replayed'],
    ['24 h', DAY, 'replayed'],
    ['30 days, of which a week is kept', 30 * DAY, 'read again'],
  ] as const

  it.each(outages)('%s every client shows what a fresh read returns', async (name, ms, how) => {
    await caughtUp()
    const before = clients.map(({ resyncs }) => resyncs)
    proxy.setFault({ refuse: true })
    proxy.cut()
    for (let n = 0; n < EVENTS; n++) {
      time += ms / EVENTS
      await record(`${name} ${n}`)
    }
    await advanceLowWatermarks(app.core.database, week, new Date(time))
    await signIn()
    proxy.heal()
    await caughtUp()
    const fresh = await (clients[0] as ReconnectingClient).read()
    expect(fresh.rows.map(({ display }) => display)).toContain(`${name} ${EVENTS - 1}`)
    for (const client of clients) {
      expect(client.faults).toEqual([])
      expect(client.rows).toEqual(fresh.rows)
    }
    const resynced = clients.filter(({ resyncs }, index) => resyncs > (before[index] ?? 0)).length
    expect(resynced).toBe(how === 'replayed' ? 0 : CLIENTS)
    console.log(`R3: ${name}: ${CLIENTS} of ${CLIENTS} clients show what a fresh read returns, ${how}`)
  })
})
