import { setTimeout as pause } from 'node:timers/promises'
import { rooms, type Subject } from '@wardline/events'
import { TcpProxy } from '@wardline/test-kit/faults/tcp-proxy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advanceLowWatermarks } from '../record/log/retention.ts'
import { openTestApp, type TestApp } from '../testing/app.ts'
import * as problem from '../testing/problem.ts'
import { ReconnectingClient } from '../testing/reconnecting-client.ts'

const SECOND = 1_000
const DAY = 86_400 * SECOND
const week = { ms: 7 * DAY, entries: 100_000 }
/** More screens on one line than a ward has. */
const SCREENS = 20
/** So many things happen while they are away, one after the other. */
const HAPPENS = 5

let app: TestApp
let jane: Subject
let line: TcpProxy
let screens: readonly ReconnectingClient[]
let watching: readonly Promise<void>[]
let time = Date.now()
let token = ''

beforeAll(async () => {
  app = await openTestApp({ now: () => new Date(time) })
  jane = await app.core.admit()
  line = await TcpProxy.open(Number(new URL(app.url).port))
  const parts = {
    address: () => `http://127.0.0.1:${line.port}`,
    patientId: jane.patientId,
    get token() {
      return token
    },
  }
  await signIn()
  screens = Array.from({ length: SCREENS }, () => new ReconnectingClient(parts))
  watching = screens.map((screen) => screen.run())
})
afterAll(async () => {
  for (const screen of screens) screen.stop()
  await Promise.all(watching)
  await line.close()
  await app.close()
})

/** A sign-in ends after a day at most, wherever its screen was. */
async function signIn() {
  token = (await app.signIn('nurse.huda')).token
}
const happens = async (text: string) => problem.addProblem(await app.core.as('dr.amal'), jane, { text })
async function caughtUp() {
  const { seq } = (await app.core.log.heads([rooms.patient(jane.patientId)])).get(rooms.patient(jane.patientId)) ?? { seq: 0 }
  for (const screen of screens) while (screen.position < seq) await pause(5)
}

describe('R3: after an outage of', () => {
  const outages = [
    ['1 s', SECOND, 'replayed'],
    ['30 s', 30 * SECOND, 'replayed'],
    ['2 min 5 s', 125 * SECOND, 'replayed'],
    ['10 min', 600 * SECOND, 'replayed'],
    ['24 h', DAY, 'replayed'],
    ['30 days, of which a week is kept', 30 * DAY, 'read anew'],
  ] as const

  it.each(outages)('%s every screen says what a fresh one would', async (name, ms, how) => {
    await caughtUp()
    const before = screens.map(({ resyncs }) => resyncs)
    line.poison({ refuse: true })
    line.cut()
    for (let n = 0; n < HAPPENS; n++) {
      time += ms / HAPPENS
      await happens(`${name} ${n}`)
    }
    await advanceLowWatermarks(app.core.database, week, new Date(time))
    await signIn()
    line.heal()
    await caughtUp()
    const fresh = await (screens[0] as ReconnectingClient).read()
    expect(fresh.rows.map(({ display }) => display)).toContain(`${name} ${HAPPENS - 1}`)
    for (const screen of screens) {
      expect(screen.faults).toEqual([])
      expect(screen.rows).toEqual(fresh.rows)
    }
    const anew = screens.filter(({ resyncs }, index) => resyncs > (before[index] ?? 0)).length
    expect(anew).toBe(how === 'replayed' ? 0 : SCREENS)
    console.log(`R3: ${name}: ${SCREENS} of ${SCREENS} screens say the same as a fresh one, ${how}`)
  })
})
