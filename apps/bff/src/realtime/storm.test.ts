import { type Room, rooms, type Subject } from '@wardline/events'
import type { Subscribed } from '@wardline/sync/protocol'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import type { TestSocket } from '../testing/realtime/socket.ts'

const CLIENTS = 40
/** Used by no other reader, so that the reads of this test can be counted. */
const LIMIT = 123

let app: TestApp
let patients: readonly Subject[]

beforeAll(async () => {
  app = await openTestApp()
  patients = await Promise.all(Array.from({ length: 5 }, () => app.core.admit({ unitId: 'ward-3', careTeam: ['dr.amal'] })))
})
afterAll(() => app.close())
beforeEach(() => vi.restoreAllMocks())

const allRooms = (): readonly Room[] => patients.map(({ patientId }) => rooms.patient(patientId))
const atOnce = <T>(one: (index: number) => Promise<T>) => Promise.all(Array.from({ length: CLIENTS }, (_, index) => one(index)))

/** Returns a counter of the statements sent to the database from now on. */
function countStatements(): (name: string, matches?: (values: readonly unknown[]) => boolean) => number {
  const query = vi.spyOn(app.core.database, 'query')
  return (name, matches = () => true) => query.mock.calls.filter(([called, , values]) => called === name && matches(values ?? [])).length
}

test('RT16: the rights of many users take one query beside the one in progress, and each has their own result', async () => {
  const times = countStatements()
  const [amal, rana] = await Promise.all([app.core.as('dr.amal'), app.core.as('dr.rana')])
  const patientIds = patients.map(({ patientId }) => patientId)
  const userOf = (index: number) => (index % 2 ? amal : rana)
  const rightsOfAll = await atOnce((index) => app.core.rights.onPatients(userOf(index).actor.userId, patientIds))
  expect(times('rights')).toBe(2)
  for (const [index, rights] of rightsOfAll.entries()) {
    expect([...rights.keys()]).toEqual(patientIds)
    for (const { unitIds, active } of rights.values())
      expect({ unitIds, active }).toEqual({ unitIds: [index % 2 ? 'ward-3' : 'ward-5'], active: true })
  }
})

test('RT7: the log is read once for all clients at the same position, and for each from its own', async () => {
  const times = countStatements()
  const [room] = allRooms() as [Room]
  const reads = await atOnce((index) => app.core.log.read(new Map([[room, index % 3]]), LIMIT))
  // The projector reads concurrently, with another limit.
  expect(times('read_log', (values) => values[2] === LIMIT)).toBe(2)
  for (const [index, answer] of reads.entries()) expect(answer.get(room)?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3].slice(index % 3))
  expect(new Set(reads.map((answer) => answer.get(room)?.entries)).size).toBeLessThanOrEqual(6)
})

test('RT10: when many return at once, the rights of each client are checked and each is caught up exactly', async () => {
  const [amal, rana] = await Promise.all([app.signIn('dr.amal'), app.signIn('dr.rana')])
  // dr.rana works in another unit and is in none of the care teams.
  const sockets: readonly TestSocket[] = await atOnce((index) => (index % 4 ? amal : rana).socket())
  const after = Object.fromEntries(allRooms().map((room) => [room, { epoch: app.core.log.epoch, seq: 1 }]))
  const answers = await atOnce(
    (index) => sockets[index]?.ask('subscription', { subscription_id: `s-${index}`, rooms: allRooms(), after }) as Promise<Subscribed>,
  )
  for (const [index, answer] of answers.entries()) {
    expect(answer.subscription_id).toBe(`s-${index}`)
    for (const room of allRooms()) {
      const result = answer.rooms[room]
      if (index % 4 === 0) expect(result).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
      else expect(result && 'missed' in result && result.missed.map(({ positions }) => positions[room]?.seq)).toEqual([2, 3])
    }
  }
  for (const socket of sockets) socket.close()
})

test('S2: a ticket that many present at once opens one session', async () => {
  const ticket = await (await app.signIn('dr.amal')).ticket()
  const redeemed = await atOnce(() => app.core.sessions.redeem(ticket))
  expect(redeemed.filter((session) => session !== null)).toHaveLength(1)
})

test('many tickets redeemed at once each open their own session', async () => {
  const users = await Promise.all((['dr.amal', 'dr.rana', 'nurse.huda'] as const).map((username) => app.signIn(username)))
  const tickets = await atOnce((index) => users[index % 3]?.ticket() as Promise<string>)
  const sessions = await Promise.all(tickets.map((ticket) => app.core.sessions.redeem(ticket)))
  expect(sessions.slice(0, 3).map((session) => session?.user.username)).toEqual(['dr.amal', 'dr.rana', 'nurse.huda'])
  expect(sessions.every((session) => session !== null)).toBe(true)
})
