import { viewNamed } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { addProblem, core, folded, kept, room, useProjectorFixture } from '../../testing/record/projector-fixture.ts'
import { consumerLag } from '../log/consumer-lag.ts'
import { openConsumerPauses } from '../log/consumer-pauses.ts'

useProjectorFixture()

describe('a paused projector', () => {
  it('processes nothing, delays no list, and catches up when resumed', async () => {
    await core.projector.settled([room], 10_000)
    await core.pauses.pause('projector', 'admin')
    const before = await kept(room)
    await addProblem('Added while paused')
    await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(before)
    expect(await consumerLag(core.database, 'projector')).toBeGreaterThan(0)

    await core.pauses.resume('projector')
    await expect.poll(() => consumerLag(core.database, 'projector'), { timeout: 10_000 }).toBe(0)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('is paused on other instances, which read the table when signalled', async () => {
    await core.pauses.pause('elsewhere', 'admin')
    const other = await openConsumerPauses(core.database, core.bus, core.now, () => {})
    expect(other.isPaused('elsewhere')).toBe(true)
    expect(await other.list()).toMatchObject([{ consumer: 'elsewhere', by: 'admin' }])
    const resumed = new Promise((resolve) => other.onResumed(resolve))
    await core.pauses.resume('elsewhere')
    expect(await resumed).toBe('elsewhere')
    expect(other.isPaused('elsewhere')).toBe(false)
    other.close()
  })
})

describe('a rebuild from zero (RT13)', () => {
  it('reproduces the rows, reports its progress and restores lost rows', async () => {
    for (let n = 0; n < 5; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    const rowsOf = () => core.database.query('test_rows', 'SELECT * FROM view_row ORDER BY view, room, row_id')
    const before = await rowsOf()
    await core.database.query('test_lose', "DELETE FROM view_row WHERE view = 'problems'")
    const progress: number[][] = []
    const problems = viewNamed('problems')
    if (!problems) throw new Error('There is no problems view.')
    await core.projector.rebuild(problems, 'admin', (done, total) => progress.push([done, total]))
    expect(await rowsOf()).toEqual(before)
    const total = progress[0]?.[1] ?? 0
    expect(progress).toEqual(Array.from({ length: total + 1 }, (_, done) => [done, total]))
  })

  it('stops on request after a whole room', async () => {
    await core.admit()
    const progress: number[] = []
    const problems = viewNamed('problems')
    if (!problems) throw new Error('There is no problems view.')
    await core.projector.rebuild(
      problems,
      'admin',
      (done) => progress.push(done),
      () => progress.length > 1,
    )
    expect(progress).toEqual([0, 1])
    expect(await kept(room)).toEqual(await folded(room))
  })
})
