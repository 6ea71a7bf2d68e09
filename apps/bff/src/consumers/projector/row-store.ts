import type { Room, ViewRow } from '@wardline/events'
import type { Database } from '../../database/database.ts'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import { type ConsumerOffsets, consumerOffsetsIn } from '../log/consumer-offsets.ts'
import type { StoredRow } from './fold-room.ts'

export interface RowId {
  readonly room: Room
  readonly view: string
  readonly id: string
}

/** Pseudo-consumer whose rows hold the version of each built view. */
const BUILT = 'view'

/** Result of folding one room. */
export interface Folded {
  readonly room: Room
  readonly from: number
  readonly to: number
  readonly changed: readonly StoredRow[]
}

/** Read models and offsets in the database. All methods take several rooms, because a statement costs more than its rows. */
export interface RowStore extends ConsumerOffsets {
  rows(ids: readonly RowId[]): Promise<readonly (RowId & { readonly row: ViewRow })[]>
  idsOf(room: Room, view: string): Promise<readonly string[]>
  /** Returns all rooms with an offset. */
  rooms(): Promise<readonly Room[]>
  /** Returns the version of each built view, by name. */
  builtViews(): Promise<ReadonlyMap<string, number>>
  setBuilt(view: string, version: number): Promise<void>
  /** Stores rows and offsets in one transaction (RT13); returns the rooms stored. The offsets of the others had changed. */
  store(folded: readonly Folded[]): Promise<ReadonlySet<Room>>
}

/** A row as the SQL function `keep_rows` expects it; `n` is the index of its body. */
const rowInput = (room: Room, { view, id, row }: StoredRow, n: number) => ({
  n,
  room,
  view: view.name,
  id,
  gone: row === null,
  version: row?.versionId ?? '0',
  sort: row ? view.sortKey(row) : '',
  search: row && view.searchText ? view.searchText(row) : null,
})

/** The projector's own offsets are stored with its rows. */
function projectorOffsetsIn(database: Database): ConsumerOffsets {
  const { positionsOf, roomsBehind, lag } = consumerOffsetsIn(database, PROJECTOR)
  return { positionsOf, roomsBehind, lag }
}

export const rowStoreIn = (database: Database): RowStore => ({
  ...projectorOffsetsIn(database),
  rows: (ids) =>
    database.query(
      'projector_rows',
      // Looks up each row by index; a plain join would scan all rows.
      `SELECT requested.room, requested.view, requested.row_id AS id, v.data AS row
       FROM unnest($1::text[], $2::text[], $3::text[]) AS requested(room, view, row_id)
       CROSS JOIN LATERAL (SELECT data FROM view_row
         WHERE view = requested.view AND room = requested.room AND row_id = requested.row_id LIMIT 1) AS v`,
      [ids.map(({ room }) => room), ids.map(({ view }) => view), ids.map(({ id }) => id)],
    ),
  async idsOf(room, view) {
    const rows = await database.query<{ id: string }>('projector_ids', 'SELECT row_id AS id FROM view_row WHERE view = $1 AND room = $2', [
      view,
      room,
    ])
    return rows.map(({ id }) => id)
  },
  async rooms() {
    const rows = await database.query<{ room: Room }>('projector_rooms', 'SELECT room FROM consumer_position WHERE consumer = $1', [
      PROJECTOR,
    ])
    return rows.map(({ room }) => room)
  },
  async builtViews() {
    const rows = await database.query<{ view: string; version: number }>(
      'views_built',
      'SELECT room AS view, seq AS version FROM consumer_position WHERE consumer = $1',
      [BUILT],
    )
    return new Map(rows.map(({ view, version }) => [view, version]))
  },
  async setBuilt(view, version) {
    await database.query(
      'view_set_built',
      `INSERT INTO consumer_position (consumer, room, seq) VALUES ($1, $2, $3)
       ON CONFLICT (consumer, room) DO UPDATE SET seq = excluded.seq`,
      [BUILT, view, version],
    )
  },
  async store(folded) {
    const bodies: string[] = []
    const rows = folded.flatMap(({ room, changed }) =>
      changed.map((change) => rowInput(room, change, change.row ? bodies.push(JSON.stringify(change.row)) : 0)),
    )
    const offsets = folded.map(({ room, from, to }) => ({ room, from, to }))
    const [answer] = await database.query<{ keep_rows: Room[] }>('keep_rows', 'SELECT keep_rows($1, $2::jsonb, $3::jsonb, $4::text[])', [
      PROJECTOR,
      JSON.stringify(offsets),
      JSON.stringify(rows),
      bodies,
    ])
    return new Set(answer?.keep_rows ?? [])
  },
})
