import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { copyOf } from '@wardline/test-kit/servers/template'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Database } from '../database/database.ts'
import { openInProcessDatabase } from '../database/in-process/in-process.ts'
import { migrationsInFolder } from '../database/in-process/migrations-folder.ts'
import { openDatabase } from '../database/open-database.ts'
import { staffIn } from '../database/staff.ts'
import { hospital } from './hospital.ts'

const sources = path.join(import.meta.dirname, '..')

function fingerprint(): string {
  const migrations = path.join(sources, 'database/migrations')
  const files = [
    ...readdirSync(migrations, { recursive: true, encoding: 'utf8' }).map((name) => path.join(migrations, name)),
    path.join(import.meta.dirname, 'hospital.ts'),
    path.join(sources, 'auth/native-passwords.ts'),
  ].filter((file) => /\.(ts|sql|json)$/.test(file))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

/** The hospital of the tests: units and staff, no patients. */
async function withStaff(database: Database): Promise<Database> {
  const staff = staffIn(database, nativePasswords, () => {})
  for (const unit of hospital.units) await staff.putUnit(unit)
  for (const member of hospital.staff) await staff.put(member)
  return database
}

/** A dump of a database with tables and staff: starting from it takes a third of a second instead of three. */
async function snapshotFile(): Promise<string> {
  const file = path.join(tmpdir(), `wardline-test-${fingerprint()}.tar`)
  if (existsSync(file)) return file
  const database = await withStaff(await openDatabase({ memory: true }))
  const own = `${file}.${process.pid}`
  writeFileSync(own, await database.dump())
  renameSync(own, file) // Whoever is first; another process made the same.
  await database.close()
  return file
}

/** A server's database with tables and staff, for others to be made from. */
export async function fillTemplate(url: string): Promise<void> {
  await (await withStaff(await openDatabase({ url }))).close()
}

/** Where the project `postgres` runs, a database of its own on the server that was started for it; else none. */
async function onServer(): Promise<string | null> {
  if (process.env.WARDLINE_TEST_DATABASE !== 'postgres') return null
  const { inject } = await import('vitest')
  return copyOf(inject('postgres'))
}

/**
 * A fresh database with tables and staff, no patients. `WARDLINE_TEST_DATABASE` chooses where: on the server that the test
 * project started (`postgres`), in this thread as the web tests run it (`in-process`), or embedded in a worker.
 */
export async function openTestDatabase(): Promise<Database> {
  if (process.env.WARDLINE_TEST_DATABASE === 'in-process')
    return openInProcessDatabase({ migrations: migrationsInFolder(), snapshot: new Blob([readFileSync(await snapshotFile())]) })
  const url = await onServer()
  return openDatabase(url ? { url } : { memory: true, snapshot: await snapshotFile() })
}
