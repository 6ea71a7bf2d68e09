import type { InProcessDatabase } from '@wardline/bff/in-process'

const tablesOf = async (database: InProcessDatabase): Promise<readonly string[]> => {
  const rows = await database.query<{ name: string }>(
    'test_tables',
    "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  )
  return rows.map(({ name }) => `"${name}"`)
}

/** Copies every table, so that tests can begin from the same rows. */
export async function keepRows(database: InProcessDatabase): Promise<void> {
  const tables = await tablesOf(database)
  await database.exec(`CREATE SCHEMA kept; ${tables.map((table) => `CREATE TABLE kept.${table} AS TABLE public.${table};`).join(' ')}`)
}

/** Puts the copied rows back in place of all others. */
export async function restoreRows(database: InProcessDatabase): Promise<void> {
  const tables = await tablesOf(database)
  await database.exec(
    `BEGIN; TRUNCATE ${tables.join(', ')}; ${tables.map((table) => `INSERT INTO ${table} SELECT * FROM kept.${table};`).join(' ')} COMMIT;`,
  )
}
