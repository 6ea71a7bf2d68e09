import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

const migrationsFolder = path.join(import.meta.dirname, 'migrations')

/** Any number that nothing else in this database locks by. */
const MIGRATING = 7_026_041

/** Brings the tables up to date, one process after the other: several may start at once. */
export async function migrated(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATING])
    await migrate(drizzle(client), { migrationsFolder })
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATING])
    client.release()
  } catch (error) {
    // With the connection its lock goes too.
    client.release(true)
    throw error
  }
}
