import { viewNamed } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { addProblem, core, folded, kept, projecting, room } from '../../testing/projecting.ts'
import { consumerLag } from '../log/consumer-lag.ts'
import { openConsumerPauses } from '../log/consumer-pauses.ts'

projecting()

describe('standing still', () => {
  it('takes nothing in while it is paused, answers lists at once, and takes up what came when it may go on', async () => {
    await core.projector.settled([room], 10_000)
    await core.pauses.pause('projector', 'admin')
    const before = await kept(room)
    await addProblem('Came meanwhile')
    await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(before)
    expect(await consumerLag(core.database, 'projector')).toBeGreaterThan(0)

    await core.pauses.resume('projector')
    while ((await consumerLag(core.database, 'projector')) > 0) await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('is heard of by other instances, which are told and read it from the table', async () => {
    await core.pauses.pause('elsewhere', 'admin')
    const other = await openConsumerPauses(core.database, core.bus, core.now, () => {})
    expect(other.has('elsewhere')).toBe(true)
    expect(await other.list()).toMatchObject([{ consumer: 'elsewhere', by: 'admin' }])
    const resumed = new Promise((resolve) => other.onResumed(resolve))
    await core.pauses.resume('elsewhere')
    expect(await resumed).toBe('elsewhere')
    expect(other.has('elsewhere')).toBe(false)
    other.close()
  })
})

describe('a rebuild from zero (RT13)', () => {
  it('makes the rows that were there before, says how far it is, and loses what should not be there', async () => {
    for (let n = 0; n < 5; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    const rowsOf = () => core.database.query('test_rows', 'SELECT * FROM view_row ORDER BY view, room, row_id')
    const before = await rowsOf()
    await core.database.query('test_lose', "DELETE FROM view_row WHERE view = 'problems'")
    const seen: number[][] = []
    const problems = viewNamed('problems')
    if (!problems) throw new Error('there is a view of problems')
    await core.projector.rebuild(problems, 'admin', (done, total) => seen.push([done, total]))
    expect(await rowsOf()).toEqual(before)
    const total = seen[0]?.[1] ?? 0
    expect(seen).toEqual(Array.from({ length: total + 1 }, (_, done) => [done, total]))
  })

  it('ends where it is told to, with whole rooms', async () => {
    await core.admit()
    const seen: number[] = []
    const problems = viewNamed('problems')
    if (!problems) throw new Error('there is a view of problems')
    await core.projector.rebuild(
      problems,
      'admin',
      (done) => seen.push(done),
      () => seen.length > 1,
    )
    expect(seen).toEqual([0, 1])
    expect(await kept(room)).toEqual(await folded(room))
  })
})
