import { changesOf, parseRoom, type Room, rooms, rowOrder, type Subject, type View, type ViewRow, viewsOf } from '@wardline/events'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { Projector } from '../../consumers/projector/projector.ts'
import { type RowStore, rowStoreIn } from '../../consumers/projector/row-store.ts'
import { openTestCore, type TestCore } from '../services.ts'
import * as problem from './add-problem.ts'

/* Reassigned bindings: a hospital for each test file, a patient for each test. */
export let core: TestCore
export let jane: Subject
export let room: Room

/** Opens a hospital with its projector for the tests of a file. */
export function useProjectorFixture(): void {
  beforeAll(async () => {
    core = await openTestCore()
  })
  afterAll(() => core.close())
  beforeEach(async () => {
    jane = await core.admit()
    room = rooms.patient(jane.patientId)
  })
}

export const addProblem = async (text: string) => problem.addProblem(await core.as('dr.amal'), jane, { text })

/** Returns the expected rows of a room: its log folded from the start. */
export async function folded(of: Room): Promise<Record<string, readonly ViewRow[]>> {
  const entries = (await core.log.read(new Map([[of, 0]]), 10_000)).get(of)?.entries ?? []
  return Object.fromEntries(
    viewsOf(parseRoom(of)?.kind ?? 'patient').map((view) => {
      const rows = new Map<string, ViewRow>()
      for (const { event } of entries)
        for (const [id, row] of changesOf(view, event, of, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
      return [view.name, [...rows.values()].sort(rowOrder(view))]
    }),
  )
}

export async function kept(of: Room): Promise<Record<string, readonly ViewRow[]>> {
  const rows = await core.database.query<{ view: string; data: ViewRow }>('test_kept', 'SELECT view, data FROM view_row WHERE room = $1', [
    of,
  ])
  return Object.fromEntries(
    viewsOf(parseRoom(of)?.kind ?? 'patient').map((view) => [
      view.name,
      rows
        .filter((row) => row.view === view.name)
        .map(({ data }) => data)
        .sort(rowOrder(view)),
    ]),
  )
}

/** Returns the projector of another process on the same tables; `store` overrides functions of its row store. */
export const another = (store: Partial<RowStore> = {}, folding?: readonly View<ViewRow>[]) => {
  const failures: unknown[] = []
  const projector = new Projector({
    log: core.log,
    rows: { ...rowStoreIn(core.database), ...store },
    deadLetters: core.deadLetters,
    pauses: core.pauses,
    onProcessed: () => {},
    onError: (error) => failures.push(error),
    ...(folding ? { views: folding } : {}),
  })
  return { projector, failures }
}

export const grown = (...of: Room[]) => ({ rooms: of, entries: [] })

export const resetConsumerOffset = () => core.database.query('test_unproject', 'DELETE FROM consumer_position WHERE room = $1', [room])
