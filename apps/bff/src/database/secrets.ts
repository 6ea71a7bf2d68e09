import type { Database } from './database.ts'

/** A key of this installation, made at the first asking and kept with its data. */
export async function secretOf(database: Database, name: string, make: () => string): Promise<string> {
  await database.query('secret_made', 'INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, make()])
  const [row] = await database.query<{ value: string }>('secret', 'SELECT value FROM secret WHERE name = $1', [name])
  if (!row) throw new Error('a secret that was just made is there')
  return row.value
}
