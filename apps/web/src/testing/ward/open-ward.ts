import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type InProcessDatabase, openInProcessDatabase } from '@wardline/bff/in-process'
import { migrations } from '../migrations.ts'
import { keepRows, restoreRows } from './kept-rows.ts'
import { seedWard } from './seed.ts'
import { Ward, type WardOptions } from './ward.ts'

/** Times of the seed count back from the moment it was made; what a screen says of them may be late by so much. */
const FRESH_MS = 10 * 60_000

const root = path.resolve(import.meta.dirname, '../../../../..')

/** Changes with every source that could make other rows. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of ['apps/bff/src', 'apps/web/src/testing', 'packages/events/src'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|sql|json)$/.test(name)) hash.update(`${name} ${statSync(path.join(root, folder, name)).mtimeMs}`)
  return hash.digest('hex').slice(0, 16)
}

/** A dump of the seeded database: starting from it takes a fraction of creating and filling one. */
async function seededDump(): Promise<Blob> {
  const file = path.join(tmpdir(), `wardline-web-${fingerprint()}.tar`)
  if (existsSync(file) && Date.now() - statSync(file).mtimeMs < FRESH_MS) return new Blob([readFileSync(file)])
  const database = await openInProcessDatabase({ migrations })
  await seedWard(database)
  await keepRows(database)
  const dump = await database.dump()
  await database.close()
  // Several workers may have made the same; each rename replaces a whole file by a whole file.
  const own = `${file}.${process.pid}`
  writeFileSync(own, dump)
  renameSync(own, file)
  return new Blob([dump as Uint8Array<ArrayBuffer>])
}

/** One database for a test file; its rows are those of the seed again when the next test opens its ward. */
let opened: Promise<InProcessDatabase> | null = null
let current: Ward | null = null

/** The seeded ward, whatever an earlier test of the file wrote. One at a time: opening the next closes the one before. */
export async function openWard(options: Omit<WardOptions, 'database'> = {}): Promise<Ward> {
  const isFirst = opened === null
  opened ??= seededDump().then((snapshot) => openInProcessDatabase({ migrations, snapshot }))
  const database = await opened
  await current?.close()
  if (!isFirst) await restoreRows(database)
  current = await Ward.open({ database, ...options })
  return current
}
