import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Migration, migrationsFrom } from './migrations.ts'

const folder = path.join(import.meta.dirname, '../migrations')
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8')

/** Returns the steps of the schema from the folder that the server's migrator reads. */
export const migrationsInFolder = (): readonly Migration[] =>
  migrationsFrom(JSON.parse(textOf('meta/_journal.json')), (tag) => textOf(`${tag}.sql`))
