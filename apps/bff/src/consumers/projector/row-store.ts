import type { Room, ViewRow } from '@wardline/events'
import type { Database } from '../../database/database.ts'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import type { StoredRow } from './fold-room.ts'

export interface RowId {
  readonly room: Room
  readonly view: string
  readonly id: string
}

/** Under this name a view stands among the positions once it is built, its version in the place of a number in a log. */
const BUILT = 'view'

/** What was folded of one room. */
export interface Folded {
  readonly room: Room
  readonly from: number
  readonly to: number
  readonly changed: readonly StoredRow[]
}

/** Read models and positions in the database. Everything takes several rooms: a statement costs more than its rows. */
export interface RowStore {
  positionsOf(rooms: readonly Room[]): Promise<ReadonlyMap<Room, number>>
  /** Rooms whose log is ahead of their read models. */
  behind(): Promise<readonly Room[]>
  rows(wanted: readonly RowId[]): Promise<readonly (RowId & { readonly row: ViewRow })[]>
  idsOf(room: Room, view: string): Promise<readonly string[]>
  /** Rooms that were folded at all. */
  rooms(): Promise<readonly Room[]>
  /** Views whose rows exist for all that was folded, by name: the version that made them. */
  built(): Promise<ReadonlyMap<string, number>>
  setBuilt(view: string, version: number): Promise<void>
  /** Rows and positions together (RT13); answers the rooms that were kept. The others stood elsewhere meanwhile. */
  keep(folded: readonly Folded[]): Promise<ReadonlySet<Room>>
}

/** One row as `keep_rows` takes it; `n` names its body. */
const asKept = (room: Room, { view, id, row }: StoredRow, n: number) => ({
  n,
  room,
  view: view.name,
  id,
  gone: row === null,
  version: row?.versionId ?? '0',
  sort: row ? view.sortKey(row) : '',
  search: row && view.searchText ? view.searchText(row) : null,
})

export const rowStoreIn = (database: Database): RowStore => ({
  async positionsOf(rooms) {
    const rows = await database.query<{ room: Room; seq: number }>(
      'projector_positions',
      'SELECT room, seq FROM consumer_position WHERE consumer = $1 AND room = ANY($2::text[])',
      [PROJECTOR, rooms],
    )
    const known = new Map(rows.map(({ room, seq }) => [room, seq]))
    return new Map(rooms.map((room) => [room, known.get(room) ?? 0]))
  },
  async behind() {
    const rows = await database.query<{ room: Room }>(
      'projector_behind',
      `SELECT h.room FROM room_head h LEFT JOIN consumer_position p ON p.consumer = $1 AND p.room = h.room
       WHERE h.seq > coalesce(p.seq, 0) ORDER BY h.room`,
      [PROJECTOR],
    )
    return rows.map(({ room }) => room)
  },
  rows: (wanted) =>
    database.query(
      'projector_rows',
      // Row by row through the index: as a plain join it would read every row of the hospital.
      `SELECT wanted.room, wanted.view, wanted.row_id AS id, v.data AS row
       FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted(room, view, row_id)
       CROSS JOIN LATERAL (SELECT data FROM view_row
         WHERE view = wanted.view AND room = wanted.room AND row_id = wanted.row_id LIMIT 1) AS v`,
      [wanted.map(({ room }) => room), wanted.map(({ view }) => view), wanted.map(({ id }) => id)],
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
  async built() {
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
  async keep(folded) {
    const bodies: string[] = []
    const rows = folded.flatMap(({ room, changed }) =>
      changed.map((change) => asKept(room, change, change.row ? bodies.push(JSON.stringify(change.row)) : 0)),
    )
    const places = folded.map(({ room, from, to }) => ({ room, from, to }))
    const [answer] = await database.query<{ keep_rows: Room[] }>('keep_rows', 'SELECT keep_rows($1, $2::jsonb, $3::jsonb, $4::text[])', [
      PROJECTOR,
      JSON.stringify(places),
      JSON.stringify(rows),
      bodies,
    ])
    return new Set(answer?.keep_rows ?? [])
  },
})
