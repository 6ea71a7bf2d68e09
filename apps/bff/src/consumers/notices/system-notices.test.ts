import { rooms } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../commands/ids.ts'
import { permitForSystem } from '../../commands/permits.ts'
import { openAdministration } from '../../composition/admin-services.ts'
import { createAppRouter } from '../../router.ts'
import { openTestCore, type TestCore } from '../../testing/services.ts'
import { INBOUND } from '../dead-letters/dead-letters.ts'
import { startSystemNotices } from './system-notices.ts'

const NEVER_MS = 3_600_000

let core: TestCore
beforeAll(async () => {
  core = await openTestCore()
})
afterAll(() => core.close())

/** One of the instances that look. */
const instance = () =>
  startSystemNotices({
    letters: core.deadLetters,
    read: core.resources.read,
    record: (change) => core.recordAt(core.now(), permitForSystem(), change),
    now: core.now,
    failed: (error) => {
      throw error
    },
    lookMs: NEVER_MS,
  })
const told = async () =>
  ((await core.log.read(new Map([[rooms.facilityAlerts, 0]]), 1_000)).get(rooms.facilityAlerts)?.entries ?? []).map(
    ({ event: { type, data, subject } }) => [type, (data as { kind: string }).kind, subject] as const,
  )
const ids: string[] = []
async function fail(times: number) {
  for (let n = 0; n < times; n++) {
    const id = newId()
    ids.push(id)
    await core.deadLetters.putMessage({ id, subject: 'lab.result.available', eventId: null, payload: '{' }, 'not-json', 1)
  }
}
const settle = (count: number) =>
  Promise.all(ids.splice(0, count).map((id) => core.deadLetters.settle(id, { settlement: 'discarded', by: 'admin', note: 'test' })))

describe('what the house is told about itself', () => {
  it('is told once by whichever instance notices it first, again only after it was over, and never of a patient', async () => {
    const all = [instance(), instance(), instance()]
    const look = () => Promise.all(all.map((one) => one.look()))
    await fail(10)
    await look()
    expect(await told()).toEqual([])
    await fail(91)
    await look()
    await look()
    const both = [
      ['system.notice.raised', 'dead-letters', null],
      ['system.notice.raised', 'messages-refused', null],
    ]
    expect((await told()).toSorted()).toEqual(both.toSorted())

    // A letter less is not the end of it.
    await settle(5)
    await look()
    expect(await told()).toHaveLength(2)
    await settle(96)
    await look()
    await look()
    expect((await told()).slice(2).toSorted()).toEqual(both.map(([, ...rest]) => ['system.notice.cleared', ...rest]).toSorted())

    await fail(11)
    await look()
    expect((await told()).slice(4)).toEqual([['system.notice.raised', 'messages-refused', null]])
    for (const one of all) await one.stop()
  })

  it('counts letters from a moment on, of one consumer', async () => {
    expect(await core.deadLetters.since(INBOUND, new Date(Date.now() + 60_000))).toBe(0)
    expect(await core.deadLetters.since('projector', new Date(0))).toBe(0)
    expect(await core.deadLetters.since(INBOUND, new Date(0))).toBe(11)
  })

  it('is for administrators alone', async () => {
    const administration = await openAdministration(core)
    const router = createAppRouter({
      imports: {} as never,
      administration,
    })
    const caller = async (username: 'admin' | 'dr.amal') => router.createCaller(await core.visit(username))
    expect((await (await caller('admin')).operations.notices()).rows).toMatchObject([{ kind: 'messages-refused', count: 11 }])
    await expect((await caller('dr.amal')).operations.notices()).rejects.toThrow('NOT_ALLOWED')
    await administration.close()
  })
})
