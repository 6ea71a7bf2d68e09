import {
  type CommandId,
  changesOf,
  comparing,
  parseRoom,
  type Room,
  referTo,
  rooms,
  type Subject,
  type View,
  type ViewRow,
  viewNamed,
  views,
  viewsOf,
} from '@wardline/events'
import { samples } from '@wardline/events/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseOutage } from '../../database/database.ts'
import { newId } from '../../platform/ids.ts'
import { mustTreat } from '../../platform/permits.ts'
import { openTestCore, type TestCore } from '../../testing/core.ts'
import { lagOf } from '../lag.ts'
import { openPauses } from '../pauses.ts'
import { Projector } from './projector.ts'
import { type RowStore, rowStoreIn } from './row-store.ts'

let core: TestCore
let jane: Subject
let room: Room

beforeAll(async () => {
  core = await openTestCore()
})
afterAll(() => core.close())
beforeEach(async () => {
  jane = await core.admit()
  room = rooms.patient(jane.patientId)
})

async function addProblem(text: string) {
  const amal = await core.as('dr.amal')
  const condition = {
    ...samples.sampleCondition(),
    id: newId(),
    meta: undefined,
    code: { text },
    subject: referTo('Patient', jane.patientId),
  }
  await amal.record(await mustTreat(amal, jane.patientId), {
    commandId: newId() as CommandId,
    asked: null,
    write: [condition],
    happened: [{ type: 'diagnosis.added', resource: condition, data: {} }],
  })
}

/** What the rows have to be: the log folded from zero, in the open. */
async function folded(of: Room): Promise<Record<string, readonly ViewRow[]>> {
  const entries = (await core.log.read(new Map([[of, 0]]), 10_000)).get(of)?.entries ?? []
  return Object.fromEntries(
    viewsOf(parseRoom(of)?.kind ?? 'patient').map((view) => {
      const rows = new Map<string, ViewRow>()
      for (const { event } of entries)
        for (const [id, row] of changesOf(view, event, of, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
      return [view.name, [...rows.values()].sort(comparing(view))]
    }),
  )
}

async function kept(of: Room): Promise<Record<string, readonly ViewRow[]>> {
  const rows = await core.database.query<{ view: string; data: ViewRow }>('test_kept', 'SELECT view, data FROM view_row WHERE room = $1', [
    of,
  ])
  return Object.fromEntries(
    viewsOf(parseRoom(of)?.kind ?? 'patient').map((view) => [
      view.name,
      rows
        .filter((row) => row.view === view.name)
        .map(({ data }) => data)
        .sort(comparing(view)),
    ]),
  )
}

/** Another process on the same tables; `store` stands in its way where a test wants it. */
const another = (store: Partial<RowStore> = {}, folding?: readonly View<ViewRow>[]) => {
  const failures: unknown[] = []
  const projector = new Projector({
    log: core.log,
    rows: { ...rowStoreIn(core.database), ...store },
    deadLetters: core.deadLetters,
    processed: () => {},
    failed: (error) => failures.push(error),
    ...(folding ? { views: folding } : {}),
  })
  return { projector, failures }
}

const grown = (...of: Room[]) => ({ rooms: of, entries: [] })

const unproject = () => core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])

describe('RT13: read models', () => {
  it('equal the log folded from zero', async () => {
    for (let n = 0; n < 30; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('converge from a crash at any point: before, between and after the statements', async () => {
    for (let n = 0; n < 5; n++) await addProblem(`Problem ${n}`)
    await core.projector.settled([room], 10_000)
    const real = rowStoreIn(core.database)
    const crashes: Partial<RowStore>[] = [
      { positionsOf: () => Promise.reject(new DatabaseOutage('crash before reading')) },
      { rows: () => Promise.reject(new DatabaseOutage('crash while reading')) },
      { keep: () => Promise.reject(new DatabaseOutage('crash before keeping')) },
      {
        keep: async (...what) => {
          await real.keep(...what)
          throw new DatabaseOutage('crash after keeping')
        },
      },
    ]
    for (const crash of crashes) {
      await unproject()
      const { projector, failures } = another(crash)
      projector.wake(grown(room))
      while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve))
      void projector.stop()
      const next = another()
      next.projector.wake(grown(room))
      await next.projector.settled([room], 10_000)
      expect(await kept(room)).toEqual(await folded(room))
    }
  })

  it('are taken up where they were left, at the start', async () => {
    const stopped = another()
    await core.projector.settled([room], 10_000)
    await unproject()
    await stopped.projector.start()
    await stopped.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('of a view that is new in this version are made at the start, from the whole log', async () => {
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

  it('of a view that folds otherwise in this version are made anew at the start, once', async () => {
    await addProblem('As it was')
    await core.projector.settled([room], 10_000)
    const shouting = views.map((view) =>
      view.name === 'problems'
        ? {
            ...view,
            version: 2,
            on: {
              'diagnosis.added': {
                rows: ({ resource }) => (resource.id ? [resource.id] : []),
                fold: (_, event) => {
                  const [row] = [...changesOf(view, event, room, () => null)].map(([, row]) => row)
                  return row ? { ...row, text: 'AS IT IS' } : null
                },
              },
            } satisfies View<ViewRow>['on'],
          }
        : view,
    )
    const upgraded = another({}, shouting)
    await upgraded.projector.start()
    expect((await kept(room)).problems).toMatchObject([{ text: 'AS IT IS' }])
    await upgraded.projector.stop()

    const replays: Room[] = []
    const again = another(
      {
        keep: async (of) => {
          replays.push(...of.map((one) => one.room))
          return new Set(of.map((one) => one.room))
        },
      },
      shouting,
    )
    await again.projector.start()
    await again.projector.stop()
    expect(replays).toEqual([])

    const back = another()
    await back.projector.start()
    expect(await kept(room)).toEqual(await folded(room))
    await back.projector.stop()
  })

  it('suffer nothing from two projectors on one room', async () => {
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

  it('are the same after a replay from zero, and lose what should not be there', async () => {
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

describe('standing still', () => {
  it('takes nothing in while it is paused, answers lists at once, and takes up what came when it may go on', async () => {
    await core.projector.settled([room], 10_000)
    await core.pauses.pause('projector', 'admin')
    const before = await kept(room)
    await addProblem('Came meanwhile')
    await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(before)
    expect(await lagOf(core.database, 'projector')).toBeGreaterThan(0)

    await core.pauses.resume('projector')
    while ((await lagOf(core.database, 'projector')) > 0) await core.projector.settled([room], 10_000)
    expect(await kept(room)).toEqual(await folded(room))
  })

  it('is heard of by other instances, which are told and read it from the table', async () => {
    await core.pauses.pause('elsewhere', 'admin')
    const other = await openPauses(core.database, core.bus, core.now, () => {})
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

describe('RT14: an event that a view cannot take in', () => {
  const poisoned = views.map((view) =>
    view.name === 'problems'
      ? {
          ...view,
          on: {
            ...view.on,
            'diagnosis.added': {
              ...view.on['diagnosis.added'],
              fold: (row: unknown, event: { resource: { code?: { text?: string } } }, at: unknown) => {
                if (event.resource.code?.text === 'Poison') throw new Error('Poison')
                return (view.on['diagnosis.added'] as unknown as { fold: (...of: unknown[]) => ViewRow }).fold(row, event, at)
              },
            },
          } as unknown as typeof view.on,
        }
      : view,
  )

  it('becomes a dead letter with its reason after bounded tries; the room goes on; a replay mends it', async () => {
    await core.projector.settled([room], 10_000)
    // The real projector reads the poisoned views in a core of its own, so that the healthy one does not overtake it.
    for (const text of ['Before', 'Poison', 'After']) await addProblem(text)
    await core.projector.settled([room], 10_000)
    await unproject()
    await core.database.query('test_clear', 'DELETE FROM view_row WHERE room = $1', [room])
    const { projector, failures } = another({}, poisoned)
    projector.wake(grown(room))
    await projector.settled([room], 10_000)
    const texts = async () => ((await kept(room)).problems ?? []).map((row) => (row as ViewRow & { display: string }).display).toSorted()
    expect(await texts()).toEqual(['After', 'Before'])
    expect(failures.length).toBeGreaterThan(1)
    const [letter] = await core.deadLetters.list()
    expect(letter).toMatchObject({ consumer: 'projector', room, attempts: 4, reason: 'problems cannot take in diagnosis.added' })

    await core.projector.replay(room)
    expect(await texts()).toEqual(['After', 'Before', 'Poison'])
    expect(await core.deadLetters.list()).toEqual([])
  })

  it('blocks no other room meanwhile', async () => {
    const other = await core.admit()
    const theirs = rooms.patient(other.patientId)
    await addProblem('Poison')
    await core.projector.settled([room, theirs], 10_000)
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [theirs])
    const order: Room[] = []
    const real = rowStoreIn(core.database)
    const { projector } = another(
      {
        keep: async (folded) => {
          order.push(...folded.filter(({ room: of, to }) => of === theirs || to > 1).map(({ room: of }) => of))
          return real.keep(folded)
        },
      },
      poisoned,
    )
    projector.wake(grown(room, theirs))
    await projector.settled([room, theirs], 10_000)
    expect(order[0]).toBe(theirs)
    expect(await kept(theirs)).toEqual(await folded(theirs))
    await core.projector.replay(room)
  })

  it('delays the others by no more than the rounds they would have taken without it, however long it is tried (R8)', async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => core.admit()))
    const theirs = others.map(({ patientId }) => rooms.patient(patientId))
    await addProblem('Poison')
    await core.projector.settled([room, ...theirs], 10_000)
    for (const of of [room, ...theirs]) await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [of])
    const real = rowStoreIn(core.database)
    // The poisoned room never comes to its end while this is closed: whatever the others need, they do not wait for it.
    let open: () => void = () => {}
    const closed = new Promise<void>((resolve) => {
      open = resolve
    })
    let rounds = 0
    const { projector } = another(
      {
        keep: async (folded) => {
          if (folded.length === 1 && folded[0]?.room === room) await closed
          else rounds += 1
          return real.keep(folded)
        },
      },
      poisoned,
    )
    projector.wake(grown(room, ...theirs))
    await projector.settled(theirs, 10_000)
    for (const of of theirs) expect(await kept(of)).toEqual(await folded(of))
    // Twenty-one rooms, sixteen in a round.
    expect(rounds).toBe(2)
    open()
    await projector.settled([room], 10_000)
    await core.projector.replay(room)
  })

  it('is set aside too when the database refuses its rows', async () => {
    await core.projector.settled([room], 10_000)
    await addProblem('Before')
    await core.projector.settled([room], 10_000)
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])
    const real = rowStoreIn(core.database)
    const { projector } = another({
      keep: async (of) => {
        if (of.some(({ changed }) => changed.some(({ view }) => view.name === 'problems'))) throw new Error('invalid byte sequence')
        return real.keep(of)
      },
    })
    projector.wake(grown(room))
    await projector.settled([room], 10_000)
    expect((await core.deadLetters.list()).map(({ reason }) => reason)).toEqual(['the rows of diagnosis.added cannot be kept'])
    await core.projector.replay(room)
    expect(await kept(room)).toEqual(await folded(room))
  })
})
