import type { Database } from './database.ts'

/** Returns a key of this installation, generated at first use and stored in the database. */
export async function secretOf(database: Database, name: string, make: () => string): Promise<string> {
  await database.query('secret_made', 'INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, make()])
  const [row] = await database.query<{ value: string }>('secret', 'SELECT value FROM secret WHERE name = $1', [name])
  if (!row) throw new Error('The secret that was just stored is missing.')
  return row.value
}
