import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Room, rooms, type Subject } from '@wardline/events'
import { type Chance, chanceFrom } from '@wardline/events/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'
import { busPair } from '../testing/bus-pair.ts'
import { deliveryHarness, happening, Screen } from '../testing/delivery-harness.ts'
import type { Username } from '../testing/hospital.ts'
import { MemoryRoomLog } from '../testing/memory-room-log.ts'
import * as problem from '../testing/problem.ts'
import { type TestSocket, testSocket } from '../testing/socket.ts'
import { openRealtimeServer, type RealtimeServer } from './transport/socket-server.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const jane = rooms.patient('p-jane')

describe('RT8: a room that two processes write to', () => {
  /** Signals between the two get lost, come late and in any order, with and without entries. */
  async function race(chance: Chance) {
    const log = new MemoryRoomLog()
    log.beforeAnswer = async () => {
      for (let n = chance.below(3); n > 0; n--) await turn()
    }
    const carry = async (deliver: () => void) => {
      for (let n = chance.below(6); n > 0; n--) await turn()
      deliver()
    }
    const buses = busPair({ carry: (deliver) => void carry(deliver), lost: () => chance.happens(0.15) })
    const houses = buses.map((bus) => {
      const one = deliveryHarness(log, { bus })
      bus.subscribe('recorded', (grown) => one.delivery.wake(grown))
      return one
    })
    const screens: Screen[] = []
    for (let n = 0; n < 24; n++) {
      const bus = chance.oneOf(buses)
      const entries = log.append(happening(chance.oneOf(['diagnosis.added', 'lab.order.created'] as const)), [jane])
      bus.publish('recorded', { rooms: [jane], entries: chance.happens(0.3) ? [] : entries })
      if (chance.happens(0.25)) {
        const seq = log.headOf(jane).seq
        const screen = new Screen(`s${n}`, 'care', seq)
        screens.push(screen)
        void chance.oneOf(houses).enter(screen, { room: jane, wanted: null, after: { epoch: log.epoch, seq } })
      }
      for (let pauses = chance.below(4); pauses > 0; pauses--) await turn()
    }
    const head = log.headOf(jane).seq
    for (let n = 0; n < 100 && screens.some(({ last }) => last < head); n++) {
      // The next tick of each.
      if (n % 20 === 10) for (const { delivery } of houses) delivery.wake({ rooms: [jane], entries: [] })
      for (const { delivery } of houses) delivery.laggards.look()
      await turn()
    }
    for (const { applied, last, holes, repeats } of screens) {
      expect({ last, holes, repeats }).toEqual({ last: head, holes: 0, repeats: 0 })
      expect(applied).toEqual(applied.map((_, index) => head - applied.length + 1 + index))
    }
    for (const { delivery } of houses) delivery.close()
    return screens.length
  }

  it('is followed without a hole and without a repeat on either, in 1,000 runs', async () => {
    let followed = 0
    for (let seed = 1; seed <= 1_000; seed++)
      try {
        followed += await race(chanceFrom(seed))
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    expect(followed).toBeGreaterThan(1_000)
  })

  it('is read only once what the other tells of it is heard', async () => {
    const log = new MemoryRoomLog()
    let heard = () => {}
    const order: string[] = []
    const bus: Pick<Bus, 'follow' | 'unfollow'> = {
      follow: () =>
        new Promise((resolve) => {
          heard = () => {
            order.push('heard')
            resolve()
          }
        }),
      unfollow: () => {},
    }
    const { enter } = deliveryHarness(log, { bus })
    log.beforeAnswer = async () => void order.push('read')
    const [first, second] = [new Screen('first'), new Screen('second')].map((screen) =>
      enter(screen, { room: jane, wanted: null, after: null }),
    )
    await turn()
    expect(order).toEqual([])
    heard()
    await Promise.all([first, second])
    expect(order[0]).toBe('heard')
    expect(order).toContain('read')
  })
})

describe('people at two processes', () => {
  let app: TestApp
  let patient: Subject
  let room: Room
  const processes: { live: RealtimeServer; http: Server; url: string }[] = []
  let buses: readonly [Bus, Bus]

  beforeAll(async () => {
    app = await openTestApp()
    buses = busPair()
    // The core writes at the first.
    for (const topic of ['recorded', 'staffChanged', 'sessionEnded', 'notice'] as const)
      app.core.bus.subscribe(topic, (signal) => buses[0].publish(topic, signal as never))
    for (const [index, bus] of buses.entries()) {
      const http = createServer()
      const { log, rights, sessions, bearers, recent, metrics, logger, now } = app.core
      const live = openRealtimeServer({ http, log, bus, rights, sessions, bearers, recent, metrics, logger, now, instance: `i${index}` })
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
      processes.push({ live, http, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` })
    }
  })
  afterAll(async () => {
    await Promise.all(processes.map(({ live }) => live.close()))
    await app.close()
  })
  beforeEach(async () => {
    patient = await app.core.admit()
    room = rooms.patient(patient.patientId)
  })

  async function at(process: 0 | 1, username: Username): Promise<TestSocket & Pick<SignedInClient, 'fetch'>> {
    const client = await app.signIn(username)
    const socket = await testSocket(processes[process]?.url ?? '', { ticket: await client.ticket() })
    return { ...socket, fetch: client.fetch }
  }
  const addProblem = async () => problem.addProblem(await app.core.as('dr.amal'), patient)

  it('see at the one what was written at the other', async () => {
    const far = await at(1, 'nurse.huda')
    await far.enter(room)
    for (let n = 0; n < 5; n++) await addProblem()
    await far.until(() => far.seqs(room).length === 5)
    expect(far.updates(room).map(({ event_type }) => event_type)).toEqual(Array.from({ length: 5 }, () => 'diagnosis.added'))
    far.close()
  })

  it('see who is in the room, and that they left', async () => {
    const [near, far] = [await at(0, 'dr.amal'), await at(1, 'nurse.huda')]
    await near.enter(room)
    await far.enter(room)
    await near.ask('presence', { room, doing: 'ordering' })
    const told = await far.next('presence', ({ members }) => members.length > 0)
    expect(told.members[0]).toMatchObject({ user: { userId: 'u-amal' }, doing: 'ordering' })
    near.close()
    expect((await far.next('presence', ({ members }) => members.length === 0)).room).toBe(room)
    far.close()
  })

  it('are still here when they close one of two screens at two processes', async () => {
    const [near, far, watching] = [await at(0, 'dr.amal'), await at(1, 'dr.amal'), await at(1, 'nurse.huda')]
    for (const socket of [near, far, watching]) await socket.enter(room)
    await near.ask('presence', { room, doing: 'viewing' })
    await far.ask('presence', { room, doing: 'viewing' })
    await watching.next('presence', ({ members }) => members.length > 0)
    near.close()
    // A later word of the same room has come, so an absence would have.
    await watching.ask('presence', { room, doing: 'writing' })
    const told = await watching.next('presence', ({ members }) => members.some(({ user }) => user.userId === 'u-huda'))
    expect(told.members.map(({ user }) => user.userId).toSorted()).toEqual(['u-amal', 'u-huda'])
    for (const socket of [far, watching]) socket.close()
  })

  it('S5: a session that ends is closed at every process, and so is a right that is lost', async () => {
    const far = await at(1, 'nurse.huda')
    await far.enter(room)
    await app.core.staff.setUnits('u-huda', ['ward-5'])
    expect(await far.next('revoked')).toEqual({ room })
    await app.core.staff.setUnits('u-huda', ['ward-3'])
    await far.fetch('/api/auth/logout', { method: 'POST' })
    expect((await far.next('session')).state).toBe('ended')
    await far.closed()
  })

  it('are called wherever they are connected', async () => {
    const [near, far] = [await at(0, 'dr.amal'), await at(1, 'dr.amal')]
    const data = {
      id: 'n-1',
      type: 'lab_result_available',
      priority: 'normal' as const,
      title: 'Potassium',
      message: 'Potassium: result available',
      patientId: patient.patientId,
      patientName: patient.name,
      patientMrn: patient.mrn,
      reportId: null,
      action: { type: 'open', url: '/' },
    }
    buses[1].publish('notice', { userId: 'u-amal', message: { type: 'notification', data } })
    for (const socket of [near, far]) expect(await socket.next('notification')).toEqual(data)
    for (const socket of [near, far]) socket.close()
  })
})
