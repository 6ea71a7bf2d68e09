import { type Room, rooms, type Subject } from '@wardline/events'
import type { Subscribed } from '@wardline/sync/protocol'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import type { TestSocket } from '../testing/socket.ts'

const CROWD = 40
/** Of a stretch that nobody else reads. */
const LIMIT = 123

let app: TestApp
let patients: readonly Subject[]

beforeAll(async () => {
  app = await openTestApp()
  patients = await Promise.all(Array.from({ length: 5 }, () => app.core.admit({ unitId: 'ward-3', careTeam: ['dr.amal'] })))
})
afterAll(() => app.close())
beforeEach(() => vi.restoreAllMocks())

const everywhere = (): readonly Room[] => patients.map(({ patientId }) => rooms.patient(patientId))
const crowd = <T>(one: (index: number) => Promise<T>) => Promise.all(Array.from({ length: CROWD }, (_, index) => one(index)))

/** How often a statement went to the database since. */
function countingStatements(): (name: string, those?: (values: readonly unknown[]) => boolean) => number {
  const query = vi.spyOn(app.core.database, 'query')
  return (name, those = () => true) => query.mock.calls.filter(([called, , values]) => called === name && those(values ?? [])).length
}

test('RT16: the rights of many are one question beside the one under way, and each has their own answer', async () => {
  const times = countingStatements()
  const [amal, rana] = await Promise.all([app.core.as('dr.amal'), app.core.as('dr.rana')])
  const patientIds = patients.map(({ patientId }) => patientId)
  const asker = (index: number) => (index % 2 ? amal : rana)
  const standings = await crowd((index) => app.core.rights.onPatients(asker(index).actor.userId, patientIds))
  expect(times('rights')).toBe(2)
  for (const [index, standing] of standings.entries()) {
    expect([...standing.keys()]).toEqual(patientIds)
    for (const { unitIds, active } of standing.values())
      expect({ unitIds, active }).toEqual({ unitIds: [index % 2 ? 'ward-3' : 'ward-5'], active: true })
  }
})

test('RT7: a stretch of the log is read once for all who stand at the same place, and for each from where they stand', async () => {
  const times = countingStatements()
  const [room] = everywhere() as [Room]
  const read = await crowd((index) => app.core.log.read(new Map([[room, index % 3]]), LIMIT))
  // The projector reads beside it, with a limit of its own.
  expect(times('read_log', (values) => values[2] === LIMIT)).toBe(2)
  for (const [index, answer] of read.entries()) expect(answer.get(room)?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3].slice(index % 3))
  expect(new Set(read.map((answer) => answer.get(room)?.entries)).size).toBeLessThanOrEqual(6)
})

test('RT10: in a storm everyone is asked about their own rights, and everyone is caught up exactly', async () => {
  const [amal, rana] = await Promise.all([app.signIn('dr.amal'), app.signIn('dr.rana')])
  // dr.rana works elsewhere and cares for none of them.
  const sockets: readonly TestSocket[] = await crowd((index) => (index % 4 ? amal : rana).socket())
  const after = Object.fromEntries(everywhere().map((room) => [room, { epoch: app.core.log.epoch, seq: 1 }]))
  const answers = await crowd(
    (index) => sockets[index]?.ask('subscription', { subscription_id: `s-${index}`, rooms: everywhere(), after }) as Promise<Subscribed>,
  )
  for (const [index, answer] of answers.entries()) {
    expect(answer.subscription_id).toBe(`s-${index}`)
    for (const room of everywhere()) {
      const told = answer.rooms[room]
      if (index % 4 === 0) expect(told).toEqual({ refused: 'NO_ACCESS_TO_PATIENT' })
      else expect(told && 'missed' in told && told.missed.map(({ positions }) => positions[room]?.seq)).toEqual([2, 3])
    }
  }
  for (const socket of sockets) socket.close()
})

test('S2: of many who show the same ticket at once one comes in', async () => {
  const ticket = await (await app.signIn('dr.amal')).ticket()
  const redeemed = await crowd(() => app.core.sessions.redeem(ticket))
  expect(redeemed.filter((session) => session !== null)).toHaveLength(1)
})

test('tickets of many at once each stand for their own session', async () => {
  const people = await Promise.all((['dr.amal', 'dr.rana', 'nurse.huda'] as const).map((username) => app.signIn(username)))
  const tickets = await crowd((index) => people[index % 3]?.ticket() as Promise<string>)
  const sessions = await Promise.all(tickets.map((ticket) => app.core.sessions.redeem(ticket)))
  expect(sessions.slice(0, 3).map((session) => session?.user.username)).toEqual(['dr.amal', 'dr.rana', 'nurse.huda'])
  expect(sessions.every((session) => session !== null)).toBe(true)
})
