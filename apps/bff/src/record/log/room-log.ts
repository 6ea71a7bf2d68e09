import type { ClinicalEvent, Epoch, EventId, Room } from '@wardline/events'
import { emptyHead, type LogEntry, type RoomHead, type RoomLogReader, type RoomRead } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'
import { batched } from '../../load/batch.ts'
import { renewEpoch, resolveEpoch } from './epoch.ts'

/** The log of this process. */
export interface RoomLog extends RoomLogReader {
  /** Notes an event that was committed: a log that lacks it later was put back (RT7). */
  saw(eventId: EventId): void
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
interface Stretch {
  readonly room: Room
  readonly after: number
}
const nameOf = (room: Room, after: number) => `${room} ${after}`

/** Askers whose stretches are read in one statement: few enough that what it answers fits in memory. */
const TOGETHER = 50

/** Room by room through the index; as a plain join, few rooms would be looked up by reading the heads of all. */
const ITS_HEAD = 'LEFT JOIN LATERAL (SELECT seq, low, lasts FROM room_head WHERE room_head.room = asked.room LIMIT 1) h ON true'

const headOf = (row: HeadRow): RoomHead => (row.head === null ? emptyHead : { seq: row.head, low: row.low, lasts: row.lasts })

export async function openRoomLog(database: Database): Promise<RoomLog> {
  let life = await resolveEpoch(database)
  let { epoch } = life
  /** In this life; another one does not have it. */
  let newest: EventId | null = null
  const listeners: ((epoch: Epoch) => void)[] = []

  function isNow(found: Epoch) {
    if (found === epoch) return
    epoch = found
    newest = null
    for (const listener of listeners) listener(found)
  }
  let looking: Promise<void> | null = null
  function checkEpoch(): Promise<void> {
    looking ??= resolveEpoch(database, life, newest)
      .then((found) => {
        life = found
        isNow(found.epoch)
      })
      .finally(() => {
        looking = null
      })
    return looking
  }

  // Whatever answers on a new connection may have been put back meanwhile: found out before much is written to it.
  database.onConnection(() => void checkEpoch().catch(() => undefined))

  /** A stretch of a room is read once for all who stand at the same place. */
  async function read(questions: readonly After[], limit: number): Promise<readonly ReadonlyMap<Room, RoomRead>[]> {
    const stretches = new Map<string, Stretch>()
    for (const question of questions) for (const [room, after] of question) stretches.set(nameOf(room, after), { room, after })
    const asked = [...stretches.values()]
    const rows = await database.query<Row>(
      'read_log',
      `SELECT asked.room, asked.after, h.seq AS head, h.low, h.lasts, l.seq, l.audiences, l.prevs, l.body
       FROM unnest($1::text[], $2::bigint[]) AS asked(room, after)
       ${ITS_HEAD}
       LEFT JOIN LATERAL (
         SELECT seq, audiences, prevs, (SELECT body FROM event WHERE event.event_id = room_log.event_id) AS body
         FROM room_log WHERE room_log.room = asked.room AND seq > asked.after ORDER BY seq LIMIT $3
       ) l ON true
       ORDER BY asked.room, asked.after, l.seq`,
      [asked.map(({ room }) => room), asked.map(({ after }) => after), limit],
    )
    const answers = new Map<string, { head: RoomHead; entries: LogEntry[] }>()
    for (const row of rows) {
      const name = nameOf(row.room, row.after)
      const of = answers.get(name) ?? { head: headOf(row), entries: [] }
      answers.set(name, of)
      if (row.seq !== null) of.entries.push({ room: row.room, seq: row.seq, audiences: row.audiences, prevs: row.prevs, event: row.body })
    }
    return questions.map(
      (question) =>
        new Map(
          [...question].flatMap(([room, after]) => {
            const of = answers.get(nameOf(room, after))
            return of ? [[room, of] as const] : []
          }),
        ),
    )
  }
  const reading = new Map<number, (question: After) => Promise<ReadonlyMap<Room, RoomRead>>>()

  return {
    get epoch() {
      return epoch
    },
    onEpochChanged: (listener) => void listeners.push(listener),
    saw(eventId) {
      newest = eventId
    },
    checkEpoch,
    async startNewEpoch() {
      isNow(await renewEpoch(database, epoch))
    },
    async heads(rooms) {
      const rows = await database.query<HeadRow & { epoch: Epoch }>(
        'heads',
        `SELECT asked.room, h.seq AS head, h.low, h.lasts, (SELECT epoch FROM log_epoch LIMIT 1) AS epoch
         FROM unnest($1::text[]) AS asked(room) ${ITS_HEAD}`,
        [rooms],
      )
      if (rows[0]) isNow(rows[0].epoch)
      return new Map(rows.map((row) => [row.room, headOf(row)]))
    },
    async read(after, limit) {
      const ask = reading.get(limit) ?? batched((questions: readonly After[]) => read(questions, limit), TOGETHER)
      reading.set(limit, ask)
      return ask(after)
    },
  }
}
