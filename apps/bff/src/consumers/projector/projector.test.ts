import { changesOf, type Room, type View, type ViewRow, views } from '@wardline/events'
import { describe, expect, it, vi } from 'vitest'
import { DatabaseOutage } from '../../database/database.ts'
import {
  addProblem,
  another,
  core,
  folded,
  grown,
  kept,
  resetConsumerOffset,
  room,
  useProjectorFixture,
} from '../../testing/record/projector-fixture.ts'
import { type RowStore, rowStoreIn } from './row-store.ts'

useProjectorFixture()

describe('RT13: read models', () => {
  it('equal the log folded from zero', async () => {
    for (let n = 0; n < 30; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('converge after a crash before, between or after the statements', async () => {
    for (let n = 0; n < 5; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    const real = rowStoreIn(core.database)
    const crashes: Partial<RowStore>[] = [
      { positionsOf: () => Promise.reject(new DatabaseOutage('crash before reading')) },
      { rows: () => Promise.reject(new DatabaseOutage('crash while reading')) },
      { store: () => Promise.reject(new DatabaseOutage('crash before keeping')) },
      {
        store: async (...args) => {
          await real.store(...args)
          throw new DatabaseOutage('crash after keeping')
        },
      },
    ]
    for (const crash of crashes) {
      await resetConsumerOffset()
      const { projector, failures } = another(crash)
      projector.wake(grown(room))
      await vi.waitUntil(() => failures.length > 0)
      void projector.stop()
      const next = another()
      next.projector.wake(grown(room))
      await next.projector.settled([room], 10_000)
      expect(await kept(room)).toEqual(await folded(room))
    }
  })

  it('continue at their offsets at the start', async () => {
    const stopped = another()
    await core.projector.settled([room], 10_000)
    await resetConsumerOffset()
    await stopped.projector.start()
    await stopped.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('of a new view are built at the start, from the whole log', async () => {
    await addProblem('Older than the view')
    await core.projector.settled([room], 10_000)
    await core.database.query('test_new_view', "DELETE FROM view_row WHERE view = 'problems'")
    await core.database.query('test_not_built', "DELETE FROM consumer_position WHERE consumer = 'view' AND room = 'problems'")
    const upgraded = another()
    await upgraded.projector.start()
    expect(await kept(room)).toEqual(await folded(room))
    expect((await kept(room)).problems).toHaveLength(1)
    await upgraded.projector.stop()
  })

  it('of a view with a new version are rebuilt once, at the start', async () => {
    await addProblem('Old version')
    await core.projector.settled([room], 10_000)
    const nextVersion = views.map((view) =>
      view.name === 'problems'
        ? {
            ...view,
            version: 2,
            on: {
              'diagnosis.added': {
                rows: ({ resource }) => (resource.id ? [resource.id] : []),
                fold: (_, event) => {
                  const [row] = [...changesOf(view, event, room, () => null)].map(([, row]) => row)
                  return row ? { ...row, text: 'NEW VERSION' } : null
                },
              },
            } satisfies View<ViewRow>['on'],
          }
        : view,
    )
    const upgraded = another({}, nextVersion)
    await upgraded.projector.start()
    expect((await kept(room)).problems).toMatchObject([{ text: 'NEW VERSION' }])
    await upgraded.projector.stop()

    const replays: Room[] = []
    const again = another(
      {
        store: async (of) => {
          replays.push(...of.map((one) => one.room))
          return new Set(of.map((one) => one.room))
        },
      },
      nextVersion,
    )
    await again.projector.start()
    await again.projector.stop()
    expect(replays).toEqual([])

    const back = another()
    await back.projector.start()
    expect(await kept(room)).toEqual(await folded(room))
    await back.projector.stop()
  })

  it('stay correct with several projectors on one room', async () => {
    await core.projector.settled([room], 10_000)
    const [one, other] = [another(), another()]
    for (let n = 0; n < 20; n++) {
      await addProblem(`Contested ${n}`)
      one.projector.wake(grown(room))
      other.projector.wake(grown(room))
    }
    await Promise.all([core.projector, one.projector, other.projector].map((projector) => projector.settled([room], 10_000)))
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('are the same after a replay from zero, without stray rows', async () => {
    await addProblem('Kept')
    await core.projector.settled([room], 10_000)
    await core.database.query(
      'test_stray',
      `INSERT INTO view_row (view, room, row_id, version_id, sort, search, data)
       SELECT view, room, 'stray', '1', sort, search, data FROM view_row WHERE view = 'problems' AND room = $1`,
      [room],
    )
    await core.projector.replay(room)
    expect(await kept(room)).toEqual(await folded(room))
  })
})
