import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Where Debian keeps the programs of each PostgreSQL version, newest first; they stand in no PATH. */
function debianPostgres(): readonly string[] {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(versions, version, 'bin'))
}

const folders = () => [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']

/** Programs of real servers that tests start for themselves; null where a machine does not have them. */
export interface ServerPrograms {
  /** The folder of `initdb` and `postgres`. */
  readonly postgres: string | null
  readonly nats: string | null
}

/** Where a program is; null on a machine that does not have it. */
export const findProgram = (name: string): string | null =>
  folders()
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file)) ?? null

export function findServers(): ServerPrograms {
  const postgres = [...debianPostgres(), ...folders()].find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  )
  return { postgres: postgres ?? null, nats: findProgram('nats-server') }
}
