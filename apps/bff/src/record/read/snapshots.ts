import {
  type Audience,
  audienceOf,
  type Epoch,
  foldText,
  type Position,
  parseRoom,
  type Room,
  rooms,
  type Snapshot,
  type View,
  type ViewRow,
  viewsOf,
} from '@wardline/events'
import { base64url } from 'jose'
import type { AuthenticatedContext, PatientSummary, SnapshotOptions } from '../../commands/authenticated-context.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { Database } from '../../database/database.ts'

/** The projector's name in `consumer_position`; snapshots are as of its offsets. */
export const PROJECTOR = 'projector'

const PAGE = 200

export interface ReadModels {
  readonly database: Database
  /** Waits, with a time limit, for a running projection, so that a list requested after a command's response shows its effect. */
  readonly waitForProjection: (rooms: readonly Room[]) => Promise<void>
  /** Admits reads at a limited rate: a thousand reconnecting clients must not delay commands (RT16). */
  readonly admit: () => Promise<void>
}

export type Reader = Pick<AuthenticatedContext, 'actor' | 'requestId'> & { readonly now: () => Date }

export const mayRead = (view: View, audience: Audience) => view.audiences.includes(audience)

/** The sort order of a view in SQL; the same key as `comparing` uses in the client. */
const ordered = (view: View) => `ORDER BY sort ${view.direction}, row_id ${view.direction}`

const cursorOf = <Row extends ViewRow>(view: View<Row>, row: Row) => base64url.encode(JSON.stringify([view.sortKey(row), row.id]))

function fromCursor(cursor: string): [string, string] {
  try {
    const [sort, id] = JSON.parse(new TextDecoder().decode(base64url.decode(cursor)))
    if (typeof sort === 'string' && typeof id === 'string') return [sort, id]
  } catch {
    // Falls through: not one of our cursors.
  }
  throw new Refusal('INVALID_INPUT', { issues: [{ path: ['cursor'], code: 'custom', message: 'not a cursor of this list' }] })
}

/** Cuts the rows to a page and returns the cursor of the next one. One row more than the page was read. */
function page<Row extends ViewRow>(view: View<Row>, read: readonly Row[], limit: number) {
  const rows = read.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: read.length > limit && last ? cursorOf(view, last) : null }
}

/** Parameters of the audit entry that the reading statement writes: neither happens without the other. */
export const withAudit = (reader: Reader, patientId: string | null, what: readonly string[]) => [
  reader.now().toISOString(),
  reader.actor.userId,
  reader.actor.name,
  reader.actor.role,
  patientId,
  what,
  reader.requestId,
]
const AUDITED = `
  , read_audit AS (INSERT INTO audit (at, user_id, name, role, action, patient_id, what, request_id) VALUES ($1, $2, $3, $4, 'read', $5, $6, $7))`
/** CTE with the audit entry and the offset of each room. `$1`–`$7` come from `withAudit`, `$8` are the rooms. */
export const WITH_POSITIONS = `
  WITH room_position AS (
    SELECT room, coalesce((SELECT p.seq FROM consumer_position p WHERE p.consumer = '${PROJECTOR}' AND p.room = requested.room), 0) AS seq
    FROM unnest($8::text[]) AS requested(room)
  )${AUDITED}`

/** The first columns of every result. */
export const POSITION_COLUMNS =
  '(SELECT epoch FROM log_epoch LIMIT 1) AS epoch, (SELECT json_object_agg(room, seq) FROM room_position) AS positions'

export interface SnapshotResult {
  /** Read by the same statement: the database may have been replaced since the log was last read (RT7). */
  readonly epoch: Epoch
  readonly positions: Readonly<Record<Room, number>>
}

const like = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** Returns a list from a read model with the offsets of its rooms, read in one statement (RT4). */
export async function snapshot<Row extends ViewRow>(
  models: ReadModels,
  reader: Reader,
  view: View<Row>,
  of: Room | readonly Room[],
  options: SnapshotOptions<Row> = {},
): Promise<Snapshot<Row>> {
  if (!mayRead(view as unknown as View, audienceOf(reader.actor.role))) throw new Refusal('NOT_ALLOWED')
  const requested = typeof of === 'string' ? [of] : of
  const limit = options.limit ?? PAGE
  const name = requested.length === 1 && requested[0] ? parseRoom(requested[0]) : null
  const values: unknown[] = [...withAudit(reader, name?.kind === 'patient' ? name.id : null, [view.name]), requested]
  const conditions: string[] = []
  const usedFilters: string[] = []
  const where = (name: string, condition: (...parameters: string[]) => string, ...parameters: unknown[]) => {
    usedFilters.push(name)
    conditions.push(`AND ${condition(...parameters.map((parameter) => `$${values.push(parameter)}`))}`)
  }
  for (const [field, value] of Object.entries(options.where ?? {}))
    where('where', (name, expected) => `data->>${name}::text IS NOT DISTINCT FROM ${expected}::text`, field, value)
  const words = foldText(options.search ?? '')
    .split(' ')
    .filter(Boolean)
  if (words.length > 0) where('search', (all) => `search LIKE ALL(${all}::text[])`, words.map(like))
  if (options.cursor)
    where(
      'cursor',
      (sort, id) => `(sort, row_id) ${view.direction === 'asc' ? '>' : '<'} (${sort}::text, ${id}::text)`,
      ...fromCursor(options.cursor),
    )
  const limitSql = `$${values.push(limit + 1)}`

  await models.admit()
  await models.waitForProjection(requested)
  const [result] = await models.database.query<SnapshotResult & { rows: readonly Row[] | null }>(
    `view_${view.name}_${usedFilters.join('_')}`,
    `${WITH_POSITIONS}
     SELECT ${POSITION_COLUMNS},
       (SELECT json_agg(data) FROM (
          SELECT data FROM view_row WHERE view = '${view.name}' AND room = ANY($8::text[]) ${conditions.join(' ')}
          ${ordered(view as unknown as View)} LIMIT ${limitSql}) AS page) AS rows`,
    values,
  )
  if (!result) throw new Error('The snapshot query returned no row.')
  return { ...page(view, result.rows ?? [], limit), asOf: positionOf(result, requested[0]), positions: result.positions ?? {} }
}

export const positionOf = ({ epoch, positions }: SnapshotResult, room: Room | undefined): Position => ({
  epoch,
  seq: (room && positions?.[room]) ?? 0,
})

/** SQL for the lists of room `$9`, each with at most `limit` rows. */
export const listsSql = (visibleViews: readonly View<ViewRow>[], limit: number) =>
  `json_build_object(${visibleViews
    .map(
      (view) => `'${view.name}', (SELECT json_agg(data) FROM (
        SELECT data FROM view_row WHERE view = '${view.name}' AND room = $9 ${ordered(view)} LIMIT ${limit}) AS page)`,
    )
    .join(', ')})`

const chartSql = (visibleViews: readonly View<ViewRow>[]) => `${WITH_POSITIONS}
  SELECT ${POSITION_COLUMNS}, ${listsSql(visibleViews, PAGE + 1)} AS views`

/** Returns all lists of a patient that the reader may see: one statement, one moment, one audit entry. */
export async function chart(models: ReadModels, reader: Reader, patientId: string): Promise<PatientSummary> {
  const audience = audienceOf(reader.actor.role)
  const visibleViews = viewsOf('patient').filter((view) => mayRead(view, audience))
  const room = rooms.patient(patientId)
  await models.admit()
  await models.waitForProjection([room])
  const [result] = await models.database.query<SnapshotResult & { views: Record<string, readonly ViewRow[] | null> }>(
    `chart_${audience}`,
    chartSql(visibleViews),
    [...withAudit(reader, patientId, ['chart']), [room], room],
  )
  if (!result) throw new Error('The chart query returned no row.')
  return {
    asOf: positionOf(result, room),
    positions: result.positions ?? {},
    views: Object.fromEntries(visibleViews.map((view) => [view.name, page(view, result.views[view.name] ?? [], PAGE)])),
  }
}
