import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Room, rooms, type Subject } from '@wardline/events'
import { type Random, randomFrom } from '@wardline/events/testing'
import type { RoomBus } from '@wardline/sync/server'
import { MemoryRoomLog } from '@wardline/sync/testing'
import { deliveryHarness, checkedRoom as jane, nextEvent, TestReader } from '@wardline/sync/testing/delivery'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'
import type { Username } from '../testing/hospital.ts'
import { busPair } from '../testing/realtime/bus-pair.ts'
import { type TestSocket, testSocket } from '../testing/realtime/socket.ts'
import * as problem from '../testing/record/add-problem.ts'
import { recordCritical, recordResult } from '../testing/record/record-result.ts'
import { openRealtimeServer, type RealtimeServer } from './transport/socket-server.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('RT8: a room that two processes write to', () => {
  /** Signals between the two are lost, late and reordered, with and without entries. */
  async function race(chance: Random) {
    const log = new MemoryRoomLog()
    log.beforeRead = async () => {
      for (let n = chance.below(3); n > 0; n--) await turn()
    }
    const carry = async (deliver: () => void) => {
      for (let n = chance.below(6); n > 0; n--) await turn()
      deliver()
    }
    const buses = busPair({ carry: (deliver) => void carry(deliver), lost: () => chance.happens(0.15) })
    const instances = buses.map((bus) => {
      const instance = deliveryHarness(log, { bus })
      bus.subscribe('recorded', (advanced) => instance.delivery.wake(advanced))
      return instance
    })
    const readers: TestReader[] = []
    for (let n = 0; n < 24; n++) {
      const bus = chance.oneOf(buses)
      const entries = log.append(nextEvent(chance.oneOf(['diagnosis.added', 'lab.order.created'] as const)), [jane])
      bus.publish('recorded', { rooms: [jane], entries: chance.happens(0.3) ? [] : entries })
      if (chance.happens(0.25)) {
        const seq = log.headOf(jane).seq
        const reader = new TestReader(`s${n}`, 'care', seq)
        readers.push(reader)
        void chance.oneOf(instances).enter(reader, { room: jane, filter: null, after: { epoch: log.epoch, seq } })
      }
      for (let pauses = chance.below(4); pauses > 0; pauses--) await turn()
    }
    const head = log.headOf(jane).seq
    for (let n = 0; n < 100 && readers.some(({ last }) => last < head); n++) {
      // As the next tick of each does.
      if (n % 20 === 10) for (const { delivery } of instances) delivery.wake({ rooms: [jane], entries: [] })
      for (const { delivery } of instances) delivery.slowConsumers.check()
      await turn()
    }
    for (const { applied, last, holes, repeats } of readers) {
      expect({ last, holes, repeats }).toEqual({ last: head, holes: 0, repeats: 0 })
      expect(applied).toEqual(applied.map((_, index) => head - applied.length + 1 + index))
    }
    for (const { delivery } of instances) delivery.close()
    return readers.length
  }

  it('is received without a hole and without a repeat on both, in 1,000 runs', async () => {
    let received = 0
    for (let seed = 1; seed <= 1_000; seed++)
      try {
        received += await race(randomFrom(seed))
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    expect(received).toBeGreaterThan(1_000)
  })

  it('is read only after the subscription on the bus is active', async () => {
    const log = new MemoryRoomLog()
    let activate = () => {}
    const order: string[] = []
    const bus: RoomBus = {
      follow: () =>
        new Promise((resolve) => {
          activate = () => {
            order.push('followed')
            resolve()
          }
        }),
      unfollow: () => {},
    }
    const { enter } = deliveryHarness(log, { bus })
    log.beforeRead = async () => void order.push('read')
    const [first, second] = [new TestReader('first'), new TestReader('second')].map((reader) =>
      enter(reader, { room: jane, filter: null, after: null }),
    )
    await turn()
    expect(order).toEqual([])
    activate()
    await Promise.all([first, second])
    expect(order[0]).toBe('followed')
    expect(order).toContain('read')
  })
})

describe('users on two processes', () => {
  let app: TestApp
  let patient: Subject
  let room: Room
  const processes: { live: RealtimeServer; http: Server; url: string }[] = []
  let buses: readonly [Bus, Bus]

  beforeAll(async () => {
    app = await openTestApp()
    buses = busPair()
    // The core writes on the first.
    for (const topic of ['recorded', 'staffChanged', 'sessionEnded', 'notice'] as const)
      app.core.bus.subscribe(topic, (signal) => buses[0].publish(topic, signal as never))
    for (const [index, bus] of buses.entries()) {
      const http = createServer()
      const { log, rights, sessions, accessTokens: bearers, sessionCache: recent, metrics, logger, now } = app.core
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

  it('receive on one what was written on the other', async () => {
    const far = await at(1, 'nurse.huda')
    await far.enter(room)
    for (let n = 0; n < 5; n++) await addProblem()
    await far.until(() => far.seqs(room).length === 5)
    expect(far.updates(room).map(({ event_type }) => event_type)).toEqual(Array.from({ length: 5 }, () => 'diagnosis.added'))
    far.close()
  })

  it('see the other user in the room, and that the user left', async () => {
    const [near, far] = [await at(0, 'dr.amal'), await at(1, 'nurse.huda')]
    await near.enter(room)
    await far.enter(room)
    await near.ask('presence', { room, doing: 'ordering' })
    const presence = await far.next('presence', ({ members }) => members.length > 0)
    expect(presence.members[0]).toMatchObject({ user: { userId: 'u-amal' }, doing: 'ordering' })
    near.close()
    expect((await far.next('presence', ({ members }) => members.length === 0)).room).toBe(room)
    far.close()
  })

  it('stay present after closing one of two clients on two processes', async () => {
    const [near, far, watching] = [await at(0, 'dr.amal'), await at(1, 'dr.amal'), await at(1, 'nurse.huda')]
    for (const socket of [near, far, watching]) await socket.enter(room)
    await near.ask('presence', { room, doing: 'viewing' })
    await far.ask('presence', { room, doing: 'viewing' })
    await watching.next('presence', ({ members }) => members.length > 0)
    near.close()
    // A later presence of the same room has arrived, so an absence would have.
    await watching.ask('presence', { room, doing: 'writing' })
    const presence = await watching.next('presence', ({ members }) => members.some(({ user }) => user.userId === 'u-huda'))
    expect(presence.members.map(({ user }) => user.userId).toSorted()).toEqual(['u-amal', 'u-huda'])
    for (const socket of [far, watching]) socket.close()
  })

  it('S5: an ended session and a lost right take effect on every process', async () => {
    const far = await at(1, 'nurse.huda')
    await far.enter(room)
    await app.core.staff.setUnits('u-huda', ['ward-5'])
    expect(await far.next('revoked')).toEqual({ room })
    await app.core.staff.setUnits('u-huda', ['ward-3'])
    await far.fetch('/api/auth/logout', { method: 'POST' })
    expect((await far.next('session')).state).toBe('ended')
    await far.closed()
  })

  it('are notified on every process', async () => {
    const [near, far] = [await at(0, 'dr.amal'), await at(1, 'dr.amal')]
    const { reportId } = await recordResult(await app.core.as('dr.amal'), patient)
    const data = {
      type: 'lab_result_available',
      priority: 'normal' as const,
      title: 'Potassium',
      message: 'Potassium: result available',
      patientId: patient.patientId,
      patientName: patient.name,
      patientMrn: patient.mrn,
      reportId,
      action: { type: 'open', url: `/patients/${patient.patientId}/results` },
    }
    for (const socket of [near, far]) expect(await socket.next('notification')).toMatchObject(data)
    for (const socket of [near, far]) socket.close()
  })

  it('receive a critical value on every process, as a message or in the subscribed room, never twice', async () => {
    const [near, far, screen] = [await at(0, 'dr.amal'), await at(1, 'dr.amal'), await at(1, 'dr.amal')]
    const own = rooms.user('u-amal')
    await screen.enter(own)
    const { alertId } = await recordCritical(await app.core.as('dr.amal'), patient)
    for (const socket of [near, far]) expect((await socket.next('critical_alert')).id).toBe(alertId)
    await screen.until(() => screen.seqs(own).length === 1)
    // A later notification has arrived, so a second message about the value would have.
    const { reportId } = await recordResult(await app.core.as('dr.amal'), patient)
    for (const socket of [near, far, screen]) await socket.next('notification', (notification) => notification.reportId === reportId)
    expect([near, far, screen].map((socket) => socket.messages.filter(({ type }) => type === 'critical_alert').length)).toEqual([1, 1, 0])
    for (const socket of [near, far, screen]) socket.close()
  })
})
