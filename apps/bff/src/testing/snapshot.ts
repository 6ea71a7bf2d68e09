import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Database, openDatabase } from '../database/database.ts'
import { staffIn } from '../database/staff.ts'
import { hospital } from './hospital.ts'

const sources = path.join(import.meta.dirname, '..')

function fingerprint(): string {
  const migrations = path.join(sources, 'database/migrations')
  const files = [
    ...readdirSync(migrations, { recursive: true, encoding: 'utf8' }).map((name) => path.join(migrations, name)),
    path.join(import.meta.dirname, 'hospital.ts'),
    path.join(sources, 'platform/password.ts'),
  ].filter((file) => /\.(ts|sql|json)$/.test(file))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

/** A dump of a database with tables and staff: starting from it takes a third of a second instead of three. */
async function snapshotFile(): Promise<string> {
  const file = path.join(tmpdir(), `wardline-test-${fingerprint()}.tar`)
  if (existsSync(file)) return file
  const database = await openDatabase({ memory: true })
  const staff = staffIn(database, () => {})
  for (const unit of hospital.units) await staff.putUnit(unit)
  for (const member of hospital.staff) await staff.put(member)
  const own = `${file}.${process.pid}`
  writeFileSync(own, await database.dump())
  renameSync(own, file) // Whoever is first; another process made the same.
  await database.close()
  return file
}

/** A fresh database in memory with tables and staff, no patients. */
export const openTestDatabase = async (): Promise<Database> => openDatabase({ memory: true, snapshot: await snapshotFile() })
