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

/** The notices of one instance. */
const instance = () =>
  startSystemNotices({
    deadLetters: core.deadLetters,
    read: core.resources.read,
    record: (change) => core.recordAt(core.now(), permitForSystem(), change),
    now: core.now,
    failed: (error) => {
      throw error
    },
    checkMs: NEVER_MS,
  })
const recordedNotices = async () =>
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

describe('system notices', () => {
  it('are raised once across instances, raised again only after clearing, and name no patient', async () => {
    const all = [instance(), instance(), instance()]
    const look = () => Promise.all(all.map((one) => one.check()))
    await fail(10)
    await look()
    expect(await recordedNotices()).toEqual([])
    await fail(91)
    await look()
    await look()
    const raised = [
      ['system.notice.raised', 'dead-letters', null],
      ['system.notice.raised', 'messages-refused', null],
    ]
    expect((await recordedNotices()).toSorted()).toEqual(raised.toSorted())

    // Within the hysteresis nothing changes.
    await settle(5)
    await look()
    expect(await recordedNotices()).toHaveLength(2)
    await settle(96)
    await look()
    await look()
    expect((await recordedNotices()).slice(2).toSorted()).toEqual(
      raised.map(([, ...rest]) => ['system.notice.cleared', ...rest]).toSorted(),
    )

    await fail(11)
    await look()
    expect((await recordedNotices()).slice(4)).toEqual([['system.notice.raised', 'messages-refused', null]])
    for (const one of all) await one.stop()
  })

  it('count the letters of one consumer since a time', async () => {
    expect(await core.deadLetters.countSince(INBOUND, new Date(Date.now() + 60_000))).toBe(0)
    expect(await core.deadLetters.countSince('projector', new Date(0))).toBe(0)
    expect(await core.deadLetters.countSince(INBOUND, new Date(0))).toBe(11)
  })

  it('are visible to administrators only', async () => {
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
