import { type Room, rooms, type ViewRow, views } from '@wardline/events'
import { describe, expect, it } from 'vitest'
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
import { rowStoreIn } from './row-store.ts'

useProjectorFixture()

describe('RT14: an event that a view cannot process', () => {
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
                return (view.on['diagnosis.added'] as unknown as { fold: (...args: unknown[]) => ViewRow }).fold(row, event, at)
              },
            },
          } as unknown as typeof view.on,
        }
      : view,
  )

  it('is dead-lettered with its reason after bounded attempts; the room continues; a replay repairs it', async () => {
    await core.projector.settled([room], 10_000)
    // A second projector reads the poisoned views, after the healthy one has settled.
    for (const text of ['Before', 'Poison', 'After']) await addProblem(text)
    await core.projector.settled([room], 10_000)
    await resetConsumerOffset()
    await core.database.query('test_clear', 'DELETE FROM view_row WHERE room = $1', [room])
    const { projector, failures } = another({}, poisoned)
    projector.wake(grown(room))
    await projector.settled([room], 10_000)
    const texts = async () => ((await kept(room)).problems ?? []).map((row) => (row as ViewRow & { display: string }).display).toSorted()
    expect(await texts()).toEqual(['After', 'Before'])
    expect(failures.length).toBeGreaterThan(1)
    const [letter] = await core.deadLetters.list()
    expect(letter).toMatchObject({ consumer: 'projector', room, attempts: 4, reason: 'problems cannot process diagnosis.added' })

    await core.projector.replay(room)
    expect(await texts()).toEqual(['After', 'Before', 'Poison'])
    expect(await core.deadLetters.list()).toEqual([])
  })

  it('blocks no other room', async () => {
    const other = await core.admit()
    const otherRooms = rooms.patient(other.patientId)
    await addProblem('Poison')
    await core.projector.settled([room, otherRooms], 10_000)
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [otherRooms])
    const order: Room[] = []
    const real = rowStoreIn(core.database)
    const { projector } = another(
      {
        store: async (folded) => {
          order.push(...folded.filter(({ room: of, to }) => of === otherRooms || to > 1).map(({ room: of }) => of))
          return real.store(folded)
        },
      },
      poisoned,
    )
    projector.wake(grown(room, otherRooms))
    await projector.settled([room, otherRooms], 10_000)
    expect(order[0]).toBe(otherRooms)
    expect(await kept(otherRooms)).toEqual(await folded(otherRooms))
    await core.projector.replay(room)
  })

  it('delays other rooms by no extra round, however long it is retried (R8)', async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => core.admit()))
    const otherRooms = others.map(({ patientId }) => rooms.patient(patientId))
    await addProblem('Poison')
    await core.projector.settled([room, ...otherRooms], 10_000)
    for (const of of [room, ...otherRooms])
      await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [of])
    const real = rowStoreIn(core.database)
    // The poisoned room cannot finish while this is closed, so the others do not wait for it.
    let open: () => void = () => {}
    const closed = new Promise<void>((resolve) => {
      open = resolve
    })
    let rounds = 0
    const { projector } = another(
      {
        store: async (folded) => {
          if (folded.length === 1 && folded[0]?.room === room) await closed
          else rounds += 1
          return real.store(folded)
        },
      },
      poisoned,
    )
    projector.wake(grown(room, ...otherRooms))
    await projector.settled(otherRooms, 10_000)
    for (const of of otherRooms) expect(await kept(of)).toEqual(await folded(of))
    // Twenty-one rooms, sixteen per round.
    expect(rounds).toBe(2)
    open()
    await projector.settled([room], 10_000)
    await core.projector.replay(room)
  })

  it('is dead-lettered too when the database rejects its rows', async () => {
    await core.projector.settled([room], 10_000)
    await addProblem('Before')
    await core.projector.settled([room], 10_000)
    await core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])
    const real = rowStoreIn(core.database)
    const { projector } = another({
      store: async (of) => {
        if (of.some(({ changed }) => changed.some(({ view }) => view.name === 'problems'))) throw new Error('invalid byte sequence')
        return real.store(of)
      },
    })
    projector.wake(grown(room))
    await projector.settled([room], 10_000)
    expect((await core.deadLetters.list()).map(({ reason }) => reason)).toEqual(['the rows of diagnosis.added cannot be stored'])
    await core.projector.replay(room)
    expect(await kept(room)).toEqual(await folded(room))
  })
})
