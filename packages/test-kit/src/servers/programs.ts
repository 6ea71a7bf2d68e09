import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Returns the program folders of Debian's PostgreSQL versions, newest first; they are not in the PATH. */
function debianPostgres(): readonly string[] {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(versions, version, 'bin'))
}

/** System folders, which may be missing from the PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

const folders = () => [...new Set([...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...systemFolders])]

/** Returns the files with a name, those in the PATH first, without checking that they run. */
export const programsNamed = (name: string): readonly string[] =>
  folders()
    .map((folder) => path.join(folder, name))
    .filter((file) => existsSync(file))

/** Arguments that print the version, for programs without `--version`. */
const versionArguments: Readonly<Record<string, readonly string[]>> = { haproxy: ['-v'], kubectl: ['version', '--client'] }

const VERSION_TIMEOUT_MS = 20_000

/** Programs that are known to run. */
const verified = new Set<string>()

/** Returns whether a program starts; a library may be missing, or it may be built for another machine. */
function runs(file: string): boolean {
  if (verified.has(file)) return true
  const args = versionArguments[path.basename(file)] ?? ['--version']
  if (spawnSync(file, args, { stdio: 'ignore', timeout: VERSION_TIMEOUT_MS }).status !== 0) return false
  verified.add(file)
  return true
}

/** Server programs that tests start; null when not installed. */
export interface ServerPrograms {
  /** Folder of `initdb` and `postgres`. */
  readonly postgres: string | null
  readonly nats: string | null
}

/** Returns a program that runs, or null. */
export const findProgram = (name: string): string | null => programsNamed(name).find(runs) ?? null

/** As root, PostgreSQL also needs the user that Debian's package creates. */
const hasOwner = () => process.getuid?.() !== 0 || spawnSync('id', ['-u', 'postgres'], { stdio: 'ignore' }).status === 0

/** Returns a folder with a PostgreSQL that runs, or null. */
function findPostgres(): string | null {
  const isComplete = (folder: string) =>
    ['initdb', 'postgres'].map((name) => path.join(folder, name)).every((file) => existsSync(file) && runs(file))
  const folder = [...debianPostgres(), ...folders()].find(isComplete)
  return folder !== undefined && hasOwner() ? folder : null
}

export const findServers = (): ServerPrograms => ({ postgres: findPostgres(), nats: findProgram('nats-server') })
