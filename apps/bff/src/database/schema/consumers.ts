/** Tables of the consumers: offsets, read models, dead letters, publications, pauses and progress. */
import { sql } from 'drizzle-orm'
import { boolean, index, integer, json, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { byteOrderedText, instant, seq } from './columns.ts'

export const consumerPosition = pgTable(
  'consumer_position',
  { consumer: byteOrderedText('consumer').notNull(), room: byteOrderedText('room').notNull(), seq: seq('seq').notNull() },
  (table) => [primaryKey({ columns: [table.consumer, table.room] })],
)

export const viewRow = pgTable(
  'view_row',
  {
    view: byteOrderedText('view').notNull(),
    room: byteOrderedText('room').notNull(),
    rowId: byteOrderedText('row_id').notNull(),
    versionId: text('version_id').notNull(),
    sort: byteOrderedText('sort').notNull(),
    search: text('search'),
    data: json('data').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.view, table.room, table.rowId] }),
    index('view_row_in_order').on(table.view, table.room, table.sort, table.rowId),
  ],
)

/** Entries and messages that could not be processed, until an administrator replays or discards them. Settled letters are kept. */
export const deadLetter = pgTable(
  'dead_letter',
  {
    id: byteOrderedText('id').primaryKey(),
    /** The consumer that failed; `inbound` for messages of other systems. */
    consumer: byteOrderedText('consumer').notNull(),
    /** An entry of the log… */
    room: byteOrderedText('room'),
    seq: seq('seq'),
    eventId: byteOrderedText('event_id'),
    /** …or an inbound message: its NATS subject and its payload as text. */
    subject: text('subject'),
    payload: text('payload'),
    reason: text('reason').notNull(),
    attempts: integer('attempts').notNull(),
    at: instant('at').notNull(),
    settledAt: instant('settled_at'),
    /** `replayed` or `discarded`. */
    settlement: text('settlement'),
    settledBy: text('settled_by'),
    /** Why it was discarded. */
    note: text('note'),
  },
  (table) => [
    uniqueIndex('dead_letter_of_entry').on(table.consumer, table.room, table.seq),
    index('dead_letter_open').on(table.at, table.id).where(sql`${table.settledAt} is null`),
  ],
)

/** Stream and sequence number of each published event, as NATS acknowledged it. */
export const published = pgTable(
  'published',
  {
    eventId: byteOrderedText('event_id').primaryKey(),
    stream: byteOrderedText('stream').notNull(),
    /** Creation time of the stream: a later stream may have the same name. */
    life: byteOrderedText('life').notNull(),
    seq: seq('seq').notNull(),
  },
  // Not unique: a stream that was rolled back assigns numbers twice, which is how that is detected.
  (table) => [index('published_in_stream').on(table.stream, table.life, table.seq)],
)

/** Paused consumers; all others run. */
export const consumerPause = pgTable('consumer_pause', {
  consumer: byteOrderedText('consumer').primaryKey(),
  at: instant('at').notNull(),
  by: text('by').notNull(),
})

/** Progress of the last rebuild of each view, readable from every instance. */
export const rebuild = pgTable('rebuild', {
  view: byteOrderedText('view').primaryKey(),
  instance: text('instance').notNull(),
  by: text('by').notNull(),
  startedAt: instant('started_at').notNull(),
  /** Rooms. */
  done: integer('done').notNull(),
  total: integer('total').notNull(),
  /** Heartbeat of the running instance; a stale one means that its process ended. */
  seenAt: instant('seen_at').notNull(),
  finishedAt: instant('finished_at'),
  failed: boolean('failed').notNull(),
})

/** Recent imports with their progress, readable from every instance. */
export const importRun = pgTable(
  'import_run',
  {
    importId: byteOrderedText('import_id').primaryKey(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Heartbeat of the running instance; a stale one means that its process ended. */
    seenAt: instant('seen_at').notNull(),
    progress: json('progress').notNull(),
    /** Rejected resources: location and reason, never their content. */
    setAside: json('set_aside').notNull(),
  },
  (table) => [index('import_started').on(table.startedAt, table.importId)],
)
