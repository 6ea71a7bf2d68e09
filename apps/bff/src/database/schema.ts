import { audiences } from '@wardline/events'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** Compared byte by byte, as JavaScript compares strings: a view's order is the same in SQL and on the screen. */
const plain = customType<{ data: string }>({ dataType: () => 'text collate "C"' })
const seq = (name: string) => bigint(name, { mode: 'number' })
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string', precision: 3 })
/** One slot per entry of `audiences`, never reordered. */
const perAudience = (name: string) => bigint(name, { mode: 'number' }).array()
const nothingSent = sql.raw(`'{${audiences.map(() => 0).join(',')}}'`)

/* ---- the truth: only record/ writes these ---- */

export const resource = pgTable(
  'resource',
  {
    type: plain('type').notNull(),
    id: plain('id').notNull(),
    versionId: integer('version_id').notNull(),
    patientId: plain('patient_id'),
    status: text('status'),
    /** Literal reference of what it is about or fulfils. */
    about: plain('about'),
    codes: text('codes').array().notNull(),
    /** `system|value`. */
    identifiers: text('identifiers').array().notNull(),
    /** Clinical date, as FHIR writes it. */
    at: plain('at'),
    body: json('body').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.type, table.id] }),
    index('resource_of_patient').on(table.patientId, table.type, table.at),
    index('resource_about').on(table.about).where(sql`${table.about} is not null`),
    // What somebody usually orders is looked up while they type.
    index('resource_asked_by').on(sql`(${table.body}->'requester'->>'reference')`, table.at).where(sql`${table.type} = 'ServiceRequest'`),
    index('resource_identified').using('gin', table.identifiers).where(sql`${table.identifiers} <> '{}'`),
  ],
)

export const resourceHistory = pgTable(
  'resource_history',
  {
    type: plain('type').notNull(),
    id: plain('id').notNull(),
    versionId: integer('version_id').notNull(),
    body: json('body').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.type, table.id, table.versionId] })],
)

export const event = pgTable(
  'event',
  {
    eventId: plain('event_id').primaryKey(),
    type: text('type').notNull(),
    patientId: plain('patient_id'),
    recordedAt: instant('recorded_at').notNull(),
    /** The whole event, so that the log can be read without any other table. */
    body: json('body').notNull(),
  },
  (table) => [
    index('event_recorded').on(table.recordedAt, table.eventId),
    index('event_correlated').on(sql`(${table.body}->>'correlationId')`),
    index('event_caused').on(sql`(${table.body}->>'causationId')`).where(sql`${table.body}->>'causationId' is not null`),
  ],
)

export const roomHead = pgTable('room_head', {
  room: plain('room').primaryKey(),
  seq: seq('seq').notNull(),
  /** The oldest entry still kept. */
  low: seq('low').notNull().default(1),
  /** The newest entry that each audience was sent. */
  lasts: perAudience('lasts').notNull().default(nothingSent),
})

export const roomLog = pgTable(
  'room_log',
  {
    room: plain('room').notNull(),
    seq: seq('seq').notNull(),
    eventId: plain('event_id').notNull(),
    /** Bit n: the audience in slot n may see it. */
    audiences: smallint('audiences').notNull(),
    /** Per audience, the entry it was sent before this one (RT1). */
    prevs: perAudience('prevs').notNull(),
  },
  (table) => [primaryKey({ columns: [table.room, table.seq] })],
)

/** One row: the life of this log (RT7), and the database it was begun in: found in another one, it was restored there. */
export const logEpoch = pgTable('log_epoch', { epoch: text('epoch').primaryKey(), cluster: text('cluster') })

/** What a command or message was answered, byte for byte (RT17). */
export const command = pgTable(
  'command',
  {
    owner: plain('owner').notNull(),
    key: plain('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    answer: text('answer'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] })],
)

export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    userId: plain('user_id').notNull(),
    name: text('name').notNull(),
    role: text('role').notNull(),
    action: text('action').notNull(),
    patientId: plain('patient_id'),
    what: text('what').array().notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [index('audit_of_patient').on(table.patientId, table.id), index('audit_of_user').on(table.userId, table.id)],
)

/* ---- what consumers keep ---- */

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

/* ---- who may sign in ---- */

export const unit = pgTable('unit', { unitId: plain('unit_id').primaryKey(), name: text('name').notNull(), nameAr: text('name_ar') })

export const staff = pgTable('staff', {
  userId: plain('user_id').primaryKey(),
  username: plain('username').notNull().unique(),
  name: text('name').notNull(),
  nameAr: text('name_ar'),
  role: text('role').notNull(),
  /** `scrypt$N$r$p$salt$hash`; never a password. */
  passwordHash: text('password_hash').notNull(),
  active: boolean('active').notNull().default(true),
})

export const staffUnit = pgTable('staff_unit', { userId: plain('user_id').notNull(), unitId: plain('unit_id').notNull() }, (table) => [
  primaryKey({ columns: [table.userId, table.unitId] }),
])

export const session = pgTable(
  'session',
  {
    /** SHA-256 of the cookie's secret: a stolen table opens no session. */
    sessionHash: plain('session_hash').primaryKey(),
    userId: plain('user_id').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [index('session_of_user').on(table.userId)],
)

export const ticket = pgTable('ticket', {
  ticketHash: plain('ticket_hash').primaryKey(),
  sessionHash: plain('session_hash').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** Keys made by this installation, kept with its data. */
export const secret = pgTable('secret', { name: text('name').primaryKey(), value: text('value').notNull() })
