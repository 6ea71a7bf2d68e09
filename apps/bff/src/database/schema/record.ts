/** The clinical record: only `record/` writes these tables. */
import { sql } from 'drizzle-orm'
import { bigserial, index, integer, json, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { byteOrderedText, instant, nothingSent, perAudience, seq } from './columns.ts'

export const resource = pgTable(
  'resource',
  {
    type: byteOrderedText('type').notNull(),
    id: byteOrderedText('id').notNull(),
    versionId: integer('version_id').notNull(),
    patientId: byteOrderedText('patient_id'),
    status: text('status'),
    /** Literal reference to the resource that it is about or fulfils. */
    about: byteOrderedText('about'),
    codes: text('codes').array().notNull(),
    /** `system|value`. */
    identifiers: text('identifiers').array().notNull(),
    /** Clinical date as in FHIR. */
    at: byteOrderedText('at'),
    body: json('body').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.type, table.id] }),
    index('resource_of_patient').on(table.patientId, table.type, table.at),
    index('resource_about').on(table.about).where(sql`${table.about} is not null`),
    // A requester's frequent orders are looked up while typing.
    index('resource_asked_by').on(sql`(${table.body}->'requester'->>'reference')`, table.at).where(sql`${table.type} = 'ServiceRequest'`),
    index('resource_identified').using('gin', table.identifiers).where(sql`${table.identifiers} <> '{}'`),
  ],
)

export const resourceHistory = pgTable(
  'resource_history',
  {
    type: byteOrderedText('type').notNull(),
    id: byteOrderedText('id').notNull(),
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
    eventId: byteOrderedText('event_id').primaryKey(),
    type: text('type').notNull(),
    patientId: byteOrderedText('patient_id'),
    recordedAt: instant('recorded_at').notNull(),
    /** The whole event, so that the log is readable without other tables. */
    body: json('body').notNull(),
  },
  (table) => [
    index('event_recorded').on(table.recordedAt, table.eventId),
    index('event_correlated').on(sql`(${table.body}->>'correlationId')`),
    index('event_caused').on(sql`(${table.body}->>'causationId')`).where(sql`${table.body}->>'causationId' is not null`),
  ],
)

export const roomHead = pgTable('room_head', {
  room: byteOrderedText('room').primaryKey(),
  seq: seq('seq').notNull(),
  /** The oldest entry that can be replayed. */
  low: seq('low').notNull().default(1),
  /** The newest entry visible to each audience. */
  lasts: perAudience('lasts').notNull().default(nothingSent),
})

export const roomLog = pgTable(
  'room_log',
  {
    room: byteOrderedText('room').notNull(),
    seq: seq('seq').notNull(),
    eventId: byteOrderedText('event_id').notNull(),
    /** Bit n: the audience in slot n may see it. */
    audiences: smallint('audiences').notNull(),
    /** Per audience, the entry visible to it before this one (RT1). */
    prevs: perAudience('prevs').notNull(),
  },
  (table) => [primaryKey({ columns: [table.room, table.seq] })],
)

/** One row: the epoch of this log (RT7) and the cluster that it started in. Found in another cluster, the log was restored there. */
export const logEpoch = pgTable('log_epoch', { epoch: text('epoch').primaryKey(), cluster: text('cluster') })

/** Stored answers of commands and messages, byte for byte (RT17). */
export const command = pgTable(
  'command',
  {
    owner: byteOrderedText('owner').notNull(),
    key: byteOrderedText('key').notNull(),
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
    userId: byteOrderedText('user_id').notNull(),
    name: text('name').notNull(),
    role: text('role').notNull(),
    action: text('action').notNull(),
    patientId: byteOrderedText('patient_id'),
    what: text('what').array().notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [index('audit_of_patient').on(table.patientId, table.id), index('audit_of_user').on(table.userId, table.id)],
)
