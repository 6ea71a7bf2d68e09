import type { ClinicalEvent, Epoch, EventId, Room } from '@wardline/events'
import { emptyHead, type LogEntry, type RoomHead, type RoomLogReader, type RoomRead } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'
import { batched } from '../../load/batch.ts'
import { renewEpoch, resolveEpoch } from './epoch.ts'

/** The log of this process, which also records what it has seen. */
export interface RoomLog extends RoomLogReader {
  /** Remembers a committed event: a log that lacks it later was restored (RT7). */
  noteCommitted(eventId: EventId): void
}

interface HeadRow {
  readonly room: Room
  readonly head: number | null
  readonly low: number
  readonly lasts: readonly number[]
}
interface Row extends HeadRow {
  readonly after: number
  readonly seq: number | null
  readonly audiences: number
  readonly prevs: readonly number[]
  readonly body: ClinicalEvent
}

type After = ReadonlyMap<Room, number>
interface RoomRange {
  readonly room: Room
  readonly after: number
}
const nameOf = (room: Room, after: number) => `${room} ${after}`

/** Reads per statement, few enough for the result to fit in memory. */
const BATCH_SIZE = 50

/** Looks up each room by index; a plain join would read all heads for a few rooms. */
const JOIN_HEAD = 'LEFT JOIN LATERAL (SELECT seq, low, lasts FROM room_head WHERE room_head.room = requested.room LIMIT 1) h ON true'

const headOf = (row: HeadRow): RoomHead => (row.head === null ? emptyHead : { seq: row.head, low: row.low, lasts: row.lasts })

export async function openRoomLog(database: Database): Promise<RoomLog> {
  let state = await resolveEpoch(database)
  let { epoch } = state
  /** Of the current epoch only. */
  let newest: EventId | null = null
  const listeners: ((epoch: Epoch) => void)[] = []

  function setEpoch(found: Epoch) {
    if (found === epoch) return
    epoch = found
    newest = null
    for (const listener of listeners) listener(found)
  }
  let checking: Promise<void> | null = null
  function checkEpoch(): Promise<void> {
    checking ??= resolveEpoch(database, state, newest)
      .then((found) => {
        state = found
        setEpoch(found.epoch)
      })
      .finally(() => {
        checking = null
      })
    return checking
  }

  // A new connection may lead to a restored database: checked before much is written to it.
  database.onConnection(() => void checkEpoch().catch(() => undefined))

  /** Readers at the same position of a room share one read. */
  async function read(requests: readonly After[], limit: number): Promise<readonly ReadonlyMap<Room, RoomRead>[]> {
    const ranges = new Map<string, RoomRange>()
    for (const request of requests) for (const [room, after] of request) ranges.set(nameOf(room, after), { room, after })
    const requested = [...ranges.values()]
    const rows = await database.query<Row>(
      'read_log',
      `SELECT requested.room, requested.after, h.seq AS head, h.low, h.lasts, l.seq, l.audiences, l.prevs, l.body
       FROM unnest($1::text[], $2::bigint[]) AS requested(room, after)
       ${JOIN_HEAD}
       LEFT JOIN LATERAL (
         SELECT seq, audiences, prevs, (SELECT body FROM event WHERE event.event_id = room_log.event_id) AS body
         FROM room_log WHERE room_log.room = requested.room AND seq > requested.after ORDER BY seq LIMIT $3
       ) l ON true
       ORDER BY requested.room, requested.after, l.seq`,
      [requested.map(({ room }) => room), requested.map(({ after }) => after), limit],
    )
    const results = new Map<string, { head: RoomHead; entries: LogEntry[] }>()
    for (const row of rows) {
      const name = nameOf(row.room, row.after)
      const result = results.get(name) ?? { head: headOf(row), entries: [] }
      results.set(name, result)
      if (row.seq !== null)
        result.entries.push({ room: row.room, seq: row.seq, audiences: row.audiences, prevs: row.prevs, event: row.body })
    }
    return requests.map(
      (request) =>
        new Map(
          [...request].flatMap(([room, after]) => {
            const result = results.get(nameOf(room, after))
            return result ? [[room, result] as const] : []
          }),
        ),
    )
  }
  const batchByLimit = new Map<number, (request: After) => Promise<ReadonlyMap<Room, RoomRead>>>()

  return {
    get epoch() {
      return epoch
    },
    onEpochChanged: (listener) => void listeners.push(listener),
    noteCommitted(eventId) {
      newest = eventId
    },
    checkEpoch,
    async startNewEpoch() {
      setEpoch(await renewEpoch(database, epoch))
    },
    async heads(rooms) {
      const rows = await database.query<HeadRow & { epoch: Epoch }>(
        'heads',
        `SELECT requested.room, h.seq AS head, h.low, h.lasts, (SELECT epoch FROM log_epoch LIMIT 1) AS epoch
         FROM unnest($1::text[]) AS requested(room) ${JOIN_HEAD}`,
        [rooms],
      )
      if (rows[0]) setEpoch(rows[0].epoch)
      return new Map(rows.map((row) => [row.room, headOf(row)]))
    },
    async read(after, limit) {
      const batch = batchByLimit.get(limit) ?? batched((requests: readonly After[]) => read(requests, limit), BATCH_SIZE)
      batchByLimit.set(limit, batch)
      return batch(after)
    },
  }
}
