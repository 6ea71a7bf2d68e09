import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

const migrationsFolder = path.join(import.meta.dirname, 'migrations')

/** Advisory lock key; no other lock of this database uses it. */
const MIGRATION_LOCK = 7_026_041

/** Migrates the schema under a lock: several instances may start at once. */
export async function runMigrations(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle(client), { migrationsFolder })
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK])
    client.release()
  } catch (error) {
    // The lock ends with the connection.
    client.release(true)
    throw error
  }
}
