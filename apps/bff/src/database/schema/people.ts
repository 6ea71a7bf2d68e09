/** Who may sign in, and who has. */
import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, plain } from './columns.ts'

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
