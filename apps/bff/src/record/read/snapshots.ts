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

/** The projector's name in `consumer_position`; snapshots stand where it stands. */
export const PROJECTOR = 'projector'

const PAGE = 200

export interface ReadModels {
  readonly database: Database
  /** Waits for folding that is already under way, so that a list asked after a command's answer shows it; never for long. */
  readonly settled: (rooms: readonly Room[]) => Promise<void>
  /** Lets readings in a few at a time: a thousand clients that return at once must not stand before the commands (RT16). */
  readonly admitted: () => Promise<void>
}

export type Reader = Pick<AuthenticatedContext, 'actor' | 'requestId'> & { readonly now: () => Date }

export const mayRead = (view: View, audience: Audience) => view.audiences.includes(audience)

/** The order of a view in SQL; the same key as `comparing` uses on the screen. */
const ordered = (view: View) => `ORDER BY sort ${view.direction}, row_id ${view.direction}`

const cursorOf = <Row extends ViewRow>(view: View<Row>, row: Row) => base64url.encode(JSON.stringify([view.sortKey(row), row.id]))

function fromCursor(cursor: string): [string, string] {
  try {
    const [sort, id] = JSON.parse(new TextDecoder().decode(base64url.decode(cursor)))
    if (typeof sort === 'string' && typeof id === 'string') return [sort, id]
  } catch {
    // Falls through: whatever it was, it is none of ours.
  }
  throw new Refusal('INVALID_INPUT', { issues: [{ path: ['cursor'], code: 'custom', message: 'not a cursor of this list' }] })
}

/** The rows that fit a page, and where the next one begins. One more than a page was read. */
function page<Row extends ViewRow>(view: View<Row>, read: readonly Row[], limit: number) {
  const rows = read.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: read.length > limit && last ? cursorOf(view, last) : null }
}

/** Reading is audited by the statement that reads: neither happens without the other. */
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
  , seen AS (INSERT INTO audit (at, user_id, name, role, action, patient_id, what, request_id) VALUES ($1, $2, $3, $4, 'read', $5, $6, $7))`
/** What was asked for, audited, and where each room stands. `$1`–`$7` are of `withAudit`, `$8` the rooms. */
export const PLACES = `
  WITH place AS (
    SELECT room, coalesce((SELECT p.seq FROM consumer_position p WHERE p.consumer = '${PROJECTOR}' AND p.room = asked.room), 0) AS seq
    FROM unnest($8::text[]) AS asked(room)
  )${AUDITED}`

/** The first columns of every answer. */
export const STANDS = '(SELECT epoch FROM log_epoch LIMIT 1) AS epoch, (SELECT json_object_agg(room, seq) FROM place) AS positions'

export interface Answer {
  /** Of the very moment: the database may be another one since the log was last asked (RT7). */
  readonly epoch: Epoch
  readonly positions: Readonly<Record<Room, number>>
}

const like = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** A list from a read model, with the positions it stands at, read in one statement (RT4). */
export async function snapshot<Row extends ViewRow>(
  models: ReadModels,
  reader: Reader,
  view: View<Row>,
  of: Room | readonly Room[],
  options: SnapshotOptions<Row> = {},
): Promise<Snapshot<Row>> {
  if (!mayRead(view as unknown as View, audienceOf(reader.actor.role))) throw new Refusal('NOT_ALLOWED')
  const asked = typeof of === 'string' ? [of] : of
  const limit = options.limit ?? PAGE
  const about = asked.length === 1 && asked[0] ? parseRoom(asked[0]) : null
  const values: unknown[] = [...withAudit(reader, about?.kind === 'patient' ? about.id : null, [view.name]), asked]
  const conditions: string[] = []
  const given: string[] = []
  const where = (name: string, condition: (...parameters: string[]) => string, ...parameters: unknown[]) => {
    given.push(name)
    conditions.push(`AND ${condition(...parameters.map((parameter) => `$${values.push(parameter)}`))}`)
  }
  for (const [field, value] of Object.entries(options.where ?? {}))
    where('where', (name, wanted) => `data->>${name}::text IS NOT DISTINCT FROM ${wanted}::text`, field, value)
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
  const most = `$${values.push(limit + 1)}`

  await models.admitted()
  await models.settled(asked)
  const [answer] = await models.database.query<Answer & { rows: readonly Row[] | null }>(
    `view_${view.name}_${given.join('_')}`,
    `${PLACES}
     SELECT ${STANDS},
       (SELECT json_agg(data) FROM (
          SELECT data FROM view_row WHERE view = '${view.name}' AND room = ANY($8::text[]) ${conditions.join(' ')}
          ${ordered(view as unknown as View)} LIMIT ${most}) AS page) AS rows`,
    values,
  )
  if (!answer) throw new Error('a snapshot answers one row')
  return { ...page(view, answer.rows ?? [], limit), asOf: positionOf(answer, asked[0]), positions: answer.positions ?? {} }
}

export const positionOf = ({ epoch, positions }: Answer, room: Room | undefined): Position => ({
  epoch,
  seq: (room && positions?.[room]) ?? 0,
})

/** The lists of room `$9`, each with so many rows. */
export const listsSql = (seen: readonly View<ViewRow>[], most: number) =>
  `json_build_object(${seen
    .map(
      (view) => `'${view.name}', (SELECT json_agg(data) FROM (
        SELECT data FROM view_row WHERE view = '${view.name}' AND room = $9 ${ordered(view)} LIMIT ${most}) AS page)`,
    )
    .join(', ')})`

const chartSql = (seen: readonly View<ViewRow>[]) => `${PLACES}
  SELECT ${STANDS}, ${listsSql(seen, PAGE + 1)} AS views`

/** Everything of a patient that the reader may see: one statement, one moment, one audit entry. */
export async function chart(models: ReadModels, reader: Reader, patientId: string): Promise<PatientSummary> {
  const audience = audienceOf(reader.actor.role)
  const seen = viewsOf('patient').filter((view) => mayRead(view, audience))
  const room = rooms.patient(patientId)
  await models.admitted()
  await models.settled([room])
  const [answer] = await models.database.query<Answer & { views: Record<string, readonly ViewRow[] | null> }>(
    `chart_${audience}`,
    chartSql(seen),
    [...withAudit(reader, patientId, ['chart']), [room], room],
  )
  if (!answer) throw new Error('a chart answers one row')
  return {
    asOf: positionOf(answer, room),
    positions: answer.positions ?? {},
    views: Object.fromEntries(seen.map((view) => [view.name, page(view, answer.views[view.name] ?? [], PAGE)])),
  }
}
