import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { copyTemplate } from '@wardline/test-kit/servers/template'
import { nativePasswords } from '../../auth/native-passwords.ts'
import type { Database } from '../../database/database.ts'
import { openInProcessDatabase } from '../../database/in-process/in-process.ts'
import { migrationsInFolder } from '../../database/in-process/migrations-folder.ts'
import { openDatabase } from '../../database/open-database.ts'
import { staffIn } from '../../database/staff.ts'
import { hospital } from '../hospital.ts'

const sourceFolder = path.join(import.meta.dirname, '../..')

function fingerprint(): string {
  const migrations = path.join(sourceFolder, 'database/migrations')
  const files = [
    ...readdirSync(migrations, { recursive: true, encoding: 'utf8' }).map((name) => path.join(migrations, name)),
    path.join(sourceFolder, 'testing/hospital.ts'),
    path.join(sourceFolder, 'auth/native-passwords.ts'),
  ].filter((file) => /\.(ts|sql|json)$/.test(file))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

/** Adds the units and staff of the test hospital. */
async function withStaff(database: Database): Promise<Database> {
  const staff = staffIn(database, nativePasswords, () => {})
  for (const unit of hospital.units) await staff.putUnit(unit)
  for (const member of hospital.staff) await staff.put(member)
  return database
}

/** Returns a dump of a database with tables and staff; opening it takes 0.3 s instead of 3 s. */
async function snapshotFile(): Promise<string> {
  const file = path.join(tmpdir(), `wardline-test-${fingerprint()}.tar`)
  if (existsSync(file)) return file
  const database = await withStaff(await openDatabase({ memory: true }))
  const temporaryFile = `${file}.${process.pid}`
  writeFileSync(temporaryFile, await database.dump())
  renameSync(temporaryFile, file) // Atomic; a dump written by another process has the same content.
  await database.close()
  return file
}

/** Fills a server database with tables and staff, as a template for test databases. */
export async function fillTemplate(url: string): Promise<void> {
  await (await withStaff(await openDatabase({ url }))).close()
}

/** In the project `postgres`, returns the address of a new database on the test server; null otherwise. */
async function serverDatabaseUrl(): Promise<string | null> {
  if (process.env.WARDLINE_TEST_DATABASE !== 'postgres') return null
  const { inject } = await import('vitest')
  return copyTemplate(inject('postgres'))
}

/**
 * Opens a new database with tables and staff, without patients. `WARDLINE_TEST_DATABASE` selects where: on the server of
 * the test project (`postgres`), in this thread as the web tests run it (`in-process`), or embedded in a worker.
 */
export async function openTestDatabase(): Promise<Database> {
  if (process.env.WARDLINE_TEST_DATABASE === 'in-process')
    return openInProcessDatabase({ migrations: migrationsInFolder(), snapshot: new Blob([readFileSync(await snapshotFile())]) })
  const url = await serverDatabaseUrl()
  return openDatabase(url ? { url } : { memory: true, snapshot: await snapshotFile() })
}
