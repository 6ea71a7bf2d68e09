/** What consumers keep, and what they say of how far they are. */
import { sql } from 'drizzle-orm'
import { boolean, index, integer, json, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant, plain, seq } from './columns.ts'

export const consumerPosition = pgTable(
  'consumer_position',
  { consumer: plain('consumer').notNull(), room: plain('room').notNull(), seq: seq('seq').notNull() },
  (table) => [primaryKey({ columns: [table.consumer, table.room] })],
)

export const viewRow = pgTable(
  'view_row',
  {
    view: plain('view').notNull(),
    room: plain('room').notNull(),
    rowId: plain('row_id').notNull(),
    versionId: text('version_id').notNull(),
    sort: plain('sort').notNull(),
    search: text('search'),
    data: json('data').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.view, table.room, table.rowId] }),
    index('view_row_in_order').on(table.view, table.room, table.sort, table.rowId),
  ],
)

/** What could not be processed, with the reason, until somebody has it tried again or sets it aside. Settled letters stay. */
export const deadLetter = pgTable(
  'dead_letter',
  {
    id: plain('id').primaryKey(),
    /** The consumer that could not take it in; `inbound` for messages of other systems. */
    consumer: plain('consumer').notNull(),
    /** An entry of the log… */
    room: plain('room'),
    seq: seq('seq'),
    eventId: plain('event_id'),
    /** …or a message from outside: where it was published, and its bytes as text. */
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

/** Where an event stands in a stream of NATS, as the stream acknowledged it. */
export const published = pgTable(
  'published',
  {
    eventId: plain('event_id').primaryKey(),
    stream: plain('stream').notNull(),
    /** When the stream was created: another one may bear its name later. */
    life: plain('life').notNull(),
    seq: seq('seq').notNull(),
  },
  // Not unique: a stream that was rolled back gives a number twice, and that is how it is noticed.
  (table) => [index('published_in_stream').on(table.stream, table.life, table.seq)],
)

/** Consumers that somebody paused; whoever is not named runs. */
export const consumerPause = pgTable('consumer_pause', {
  consumer: plain('consumer').primaryKey(),
  at: instant('at').notNull(),
  by: text('by').notNull(),
})

/** How far the last rebuild of each view is, so that any instance can say it. */
export const rebuild = pgTable('rebuild', {
  view: plain('view').primaryKey(),
  instance: text('instance').notNull(),
  by: text('by').notNull(),
  startedAt: instant('started_at').notNull(),
  /** Rooms. */
  done: integer('done').notNull(),
  total: integer('total').notNull(),
  /** The last word of who does it: silence means that its process ended. */
  seenAt: instant('seen_at').notNull(),
  finishedAt: instant('finished_at'),
  failed: boolean('failed').notNull(),
})

/** The last imports and how they go, so that any instance can say it. */
export const importRun = pgTable(
  'import_run',
  {
    importId: plain('import_id').primaryKey(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    /** The last word of who does it: silence means that its process ended. */
    seenAt: instant('seen_at').notNull(),
    progress: json('progress').notNull(),
    /** What was set aside: where it stands and why, never what it says. */
    setAside: json('set_aside').notNull(),
  },
  (table) => [index('import_started').on(table.startedAt, table.importId)],
)
