import { rooms } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCore, type TestCore } from '../../testing/services.ts'
import { INBOUND } from './dead-letters.ts'

let core: TestCore
let entry: LogEntry
beforeAll(async () => {
  core = await openTestCore()
  const { patientId } = await core.admit()
  const room = rooms.patient(patientId)
  const [first] = (await core.log.read(new Map([[room, 0]]), 1)).get(room)?.entries ?? []
  if (!first) throw new Error('The admission is missing in the log.')
  entry = first
})
afterAll(() => core.close())

const letters = () => core.deadLetters
const discarded = { settlement: 'discarded', by: 'admin', note: 'sent twice' } as const
const message = (id: string) => ({ id, subject: 'lab.result.available', eventId: null, payload: '{"broken":' })

it('a settled letter is kept, and reopened when the same entry fails again', async () => {
  await letters().put('projector', entry, 'no view can process it', 4)
  const [letter] = await letters().list({ consumer: 'projector' })
  expect(letter).toMatchObject({ seq: entry.seq, type: entry.event.type, subject: null, attempts: 4 })
  const id = letter?.id ?? ''
  expect(await letters().settle(id, discarded)).toBe(true)
  expect(await letters().settle(id, discarded)).toBe(false)
  expect(await letters().list({ consumer: 'projector' })).toEqual([])
  expect(await letters().open(id)).toMatchObject({ id, settlement: 'discarded' })

  await letters().put('projector', entry, 'still not', 4)
  expect(await letters().list({ consumer: 'projector' })).toMatchObject([{ id, reason: 'still not' }])
  await letters().settleRoom('projector', entry.room, { settlement: 'replayed', by: 'admin' })
  expect(await letters().open(id)).toMatchObject({ settlement: 'replayed' })
})

it('a message delivered repeatedly has one letter, with its payload', async () => {
  await letters().putMessage(message('m-1'), 'not JSON', 1)
  await letters().putMessage(message('m-1'), 'not JSON', 5)
  expect(await letters().list({ consumer: INBOUND })).toMatchObject([{ id: 'm-1', attempts: 5, room: null, type: null }])
  expect(await letters().open('m-1')).toMatchObject({ payload: '{"broken":', settlement: null })
  await letters().settle('m-1', discarded)
})

it('letters are paged oldest first and counted by consumer', async () => {
  for (let n = 0; n < 5; n++) await letters().putMessage(message(`p-${n}`), 'unknown patient', 5)
  const first = await letters().list({ limit: 3 })
  const rest = await letters().list({ after: first.at(-1)?.id ?? null, limit: 3 })
  expect([...first, ...rest].map(({ id }) => id).toSorted()).toEqual(['p-0', 'p-1', 'p-2', 'p-3', 'p-4'])
  expect(await letters().counts()).toEqual({ [INBOUND]: 5 })
})
