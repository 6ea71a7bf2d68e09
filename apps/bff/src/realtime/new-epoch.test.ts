import { type Epoch, type Room, rooms, type Subject } from '@wardline/events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type SignedInClient, type TestApp } from '../testing/app.ts'
import * as problem from '../testing/record/add-problem.ts'

let app: TestApp
let huda: SignedInClient
let jane: Subject
let room: Room

beforeAll(async () => {
  app = await openTestApp({ tickMs: 50 })
  huda = await app.signIn('nurse.huda')
})
afterAll(() => app.close())
beforeEach(async () => {
  jane = await app.core.admit()
  room = rooms.patient(jane.patientId)
})

const addProblem = async () => problem.addProblem(await app.core.as('dr.amal'), jane)

const positionIn = async () => (await app.core.log.heads([room])).get(room)?.seq ?? 0

/** Restores the tables to the moment before the newest entry of the room. */
async function loseNewest() {
  await app.core.projector.settled([room], 10_000)
  const head = await positionIn()
  const { database } = app.core
  await database.query('test_lose', 'DELETE FROM room_log WHERE room = $1 AND seq = $2', [room, head])
  await database.query('test_back', 'UPDATE room_head SET seq = seq - 1, lasts = array_fill($2::bigint - 1, ARRAY[6]) WHERE room = $1', [
    room,
    head,
  ])
  await database.query('test_view', 'UPDATE consumer_position SET seq = LEAST(seq, $2::bigint - 1) WHERE room = $1', [room, head])
}

describe('RT7: a log that is restored while the product runs', () => {
  it('under another epoch: every client resynchronises and continues from there', async () => {
    const socket = await huda.socket()
    await socket.enter(room)
    const before = app.core.log.epoch
    await app.core.database.query('test_epoch', 'UPDATE log_epoch SET epoch = $1', ['restored'])
    expect(await socket.next('resync')).toEqual({ room, reason: 'epoch-changed' })
    expect(app.core.log.epoch).toBe('restored')
    expect(await socket.enter(room, { epoch: before, seq: 1 })).toMatchObject({ resync: 'epoch-changed' })
    const head = await positionIn()
    expect(await socket.enter(room, { epoch: 'restored' as Epoch, seq: head })).toEqual({ head, missed: [] })
    await addProblem()
    await socket.until(() => socket.seqs(room).length === 1)
    expect(socket.updates(room)[0]).toMatchObject({ epoch: 'restored', positions: { [room]: { seq: head + 1, prev: head } } })
    socket.close()
  })

  it('under the same epoch, but further back: another epoch starts, and no client is continued', async () => {
    await addProblem()
    const socket = await huda.socket()
    await socket.enter(room)
    const before = app.core.log.epoch
    await loseNewest()
    expect(await socket.next('resync')).toEqual({ room, reason: 'epoch-changed' })
    expect(app.core.log.epoch).not.toBe(before)
    // Rows are folded from the log as it is now, although this process had folded further.
    await addProblem()
    const amal = await app.core.as('dr.amal')
    const { asOf } = await amal.chart(jane.patientId)
    expect(asOf).toEqual({ epoch: app.core.log.epoch, seq: await positionIn() })
    socket.close()
  })

  it('a client that has already read under the new epoch is continued before the next tick', async () => {
    const calm = await openTestApp({ tickMs: 3_600_000 })
    const patient = await calm.core.admit()
    const theirs = rooms.patient(patient.patientId)
    const client = await calm.signIn('nurse.huda')
    const [socket, other] = [await client.socket(), await client.socket()]
    await other.enter(theirs)
    await calm.core.database.query('test_epoch', 'UPDATE log_epoch SET epoch = $1', ['restored'])
    const { asOf } = await (await calm.core.as('dr.amal')).chart(patient.patientId)
    expect(asOf.epoch).toBe('restored')
    expect(await socket.enter(theirs, asOf)).toEqual({ head: asOf.seq, missed: [] })
    expect(await other.next('resync')).toEqual({ room: theirs, reason: 'epoch-changed' })
    await calm.close()
  })
})
