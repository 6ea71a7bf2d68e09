import { spawnSync } from 'node:child_process'
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

/** Folders of a system, whether or not they stand in the PATH. */
const usual = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

const folders = () => [...new Set([...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...usual])]

/** Files of that name, those in the PATH first; whether they run is not said. */
export const programsNamed = (name: string): readonly string[] =>
  folders()
    .map((folder) => path.join(folder, name))
    .filter((file) => existsSync(file))

/** How a program says its version, where not by `--version`. */
const versionArguments: Readonly<Record<string, readonly string[]>> = { haproxy: ['-v'], kubectl: ['version', '--client'] }

const VERSION_MS = 20_000

/** A program that ran once in this process runs. */
const running = new Set<string>()

/** Whether a program starts: a library may be missing, a link may lead to a program for another machine. */
function runs(file: string): boolean {
  if (running.has(file)) return true
  const args = versionArguments[path.basename(file)] ?? ['--version']
  if (spawnSync(file, args, { stdio: 'ignore', timeout: VERSION_MS }).status !== 0) return false
  running.add(file)
  return true
}

/** Programs of real servers that tests start for themselves; null where a machine does not have them. */
export interface ServerPrograms {
  /** The folder of `initdb` and `postgres`. */
  readonly postgres: string | null
  readonly nats: string | null
}

/** A program that runs; null on a machine that does not have it. */
export const findProgram = (name: string): string | null => programsNamed(name).find(runs) ?? null

/** As root, PostgreSQL also needs the user that Debian's package makes for it. */
const hasOwner = () => process.getuid?.() !== 0 || spawnSync('id', ['-u', 'postgres'], { stdio: 'ignore' }).status === 0

/** A folder whose PostgreSQL runs; null on a machine that does not have one. */
function findPostgres(): string | null {
  const whole = (folder: string) =>
    ['initdb', 'postgres'].map((name) => path.join(folder, name)).every((file) => existsSync(file) && runs(file))
  const folder = [...debianPostgres(), ...folders()].find(whole)
  return folder !== undefined && hasOwner() ? folder : null
}

export const findServers = (): ServerPrograms => ({ postgres: findPostgres(), nats: findProgram('nats-server') })
