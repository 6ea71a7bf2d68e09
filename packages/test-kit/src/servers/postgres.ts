import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { freePort } from '../processes/process.ts'
import { findServers } from './programs.ts'
import { ServerProcess } from './server-process.ts'

/** PostgreSQL does not run as root; Debian's package creates a user for it. */
const asPostgres = (): readonly string[] =>
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
const owner = (): { uid: number; gid: number } | null => {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })))
  return { uid: uid ?? 0, gid: gid ?? 0 }
}

/** A PostgreSQL server in a temporary folder and on a free port. */
export class PostgresServer {
  readonly port: number
  readonly #programs: string
  readonly #settings: Readonly<Record<string, string>>
  readonly #folder: string
  #process: ServerProcess | null = null
  #databases = 0

  private constructor(programs: string, port: number, settings: Readonly<Record<string, string>>) {
    this.#programs = programs
    this.#settings = settings
    this.port = port
    this.#folder = mkdtempSync(path.join(tmpdir(), 'wardline-postgres-'))
  }

  /** @param settings server settings that override those for tests */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const { postgres } = findServers()
    if (!postgres) throw new Error('PostgreSQL is not installed.')
    const server = new PostgresServer(postgres, await freePort(), settings)
    const user = owner()
    if (user) chownSync(server.#folder, user.uid, user.gid)
    server.#run('initdb', ['-D', server.#data, '-U', 'wardline', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'])
    await server.up()
    return server
  }

  get #data(): string {
    return path.join(this.#folder, 'data')
  }

  url(database = 'postgres'): string {
    return `postgres://wardline@127.0.0.1:${this.port}/${database}`
  }

  /** Starts the server without fsync by default, because tests kill processes but not the machine. */
  async up(): Promise<void> {
    const address = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '' }
    const settings = { ...address, fsync: 'off', shared_buffers: '64MB', ...this.#settings }
    const args = [path.join(this.#programs, 'postgres'), '-D', this.#data]
    for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
    const [program, ...rest] = [...asPostgres(), ...args]
    this.#process = new ServerProcess(program ?? '', rest)
    await this.#process.waitForPort(this.port)
    await this.#waitForQueries()
  }

  /** Creates an empty database. Returns its URL. */
  async database(): Promise<string> {
    this.#databases += 1
    const name = `ward_${this.#databases}`
    await this.#execute(`CREATE DATABASE ${name}`)
    return this.url(name)
  }

  /** Replaces a database with an empty one of the same name. */
  async empty(url: string): Promise<void> {
    const name = new URL(url).pathname.slice(1)
    await this.#execute(`DROP DATABASE ${name} WITH (FORCE)`)
    await this.#execute(`CREATE DATABASE ${name}`)
  }

  /** Kills the server and all its processes. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  /** Copies the data of the stopped server. Returns a function that restores the copy. */
  keep(): () => void {
    const copy = mkdtempSync(path.join(tmpdir(), 'wardline-postgres-kept-'))
    cpSync(this.#data, copy, { recursive: true, preserveTimestamps: true })
    return () => {
      rmSync(this.#data, { recursive: true, force: true })
      cpSync(copy, this.#data, { recursive: true })
      rmSync(copy, { recursive: true, force: true })
      if (owner()) execFileSync('chown', ['-R', 'postgres:postgres', this.#data])
      execFileSync('chmod', ['700', this.#data])
    }
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Waits for the end of recovery; the port accepts connections before that. */
  async #waitForQueries(): Promise<void> {
    for (let attempts = 0; ; attempts++)
      try {
        return await this.#execute('SELECT 1')
      } catch (error) {
        if (attempts > 500) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
  }

  async #execute(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url() })
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }

  #run(program: string, args: readonly string[]): void {
    const [command, ...rest] = [...asPostgres(), path.join(this.#programs, program), ...args]
    execFileSync(command ?? '', rest, { stdio: 'pipe' })
  }
}
