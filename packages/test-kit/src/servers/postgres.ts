import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { freePort } from '../processes/process.ts'
import { findServers } from './programs.ts'
import { OwnProcess } from './server-process.ts'

/** PostgreSQL refuses to run as root; Debian's package made somebody for it. */
const asPostgres = (): readonly string[] =>
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
const owner = (): { uid: number; gid: number } | null => {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })))
  return { uid: uid ?? 0, gid: gid ?? 0 }
}

/** A PostgreSQL server in a temporary folder on a free port, for one test. */
export class PostgresServer {
  readonly port: number
  readonly #programs: string
  readonly #settings: Readonly<Record<string, string>>
  readonly #folder: string
  #process: OwnProcess | null = null
  #databases = 0

  private constructor(programs: string, port: number, settings: Readonly<Record<string, string>>) {
    this.#programs = programs
    this.#settings = settings
    this.port = port
    this.#folder = mkdtempSync(path.join(tmpdir(), 'wardline-postgres-'))
  }

  /** @param settings of the server, instead of those that suit a test */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const { postgres } = findServers()
    if (!postgres) throw new Error('PostgreSQL is not installed.')
    const server = new PostgresServer(postgres, await freePort(), settings)
    const as = owner()
    if (as) chownSync(server.#folder, as.uid, as.gid)
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

  /** Without fsync: what has to survive here is the end of processes, not of the machine. */
  async up(): Promise<void> {
    const place = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '' }
    const settings = { ...place, fsync: 'off', shared_buffers: '64MB', ...this.#settings }
    const args = [path.join(this.#programs, 'postgres'), '-D', this.#data]
    for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
    const [program, ...rest] = [...asPostgres(), ...args]
    this.#process = new OwnProcess(program ?? '', rest)
    await this.#process.listens(this.port)
    await this.#takesQueries()
  }

  /** A new, empty database; answers its address. */
  async database(): Promise<string> {
    this.#databases += 1
    const name = `ward_${this.#databases}`
    await this.#ask(`CREATE DATABASE ${name}`)
    return this.url(name)
  }

  /** Another database of the same name, with nothing in it. */
  async empty(url: string): Promise<void> {
    const name = new URL(url).pathname.slice(1)
    await this.#ask(`DROP DATABASE ${name} WITH (FORCE)`)
    await this.#ask(`CREATE DATABASE ${name}`)
  }

  /** Ends it as a machine that lost its power would, with every process it made. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  /** A copy of everything while it is down. Answers how to go back to it. */
  keep(): () => void {
    const kept = mkdtempSync(path.join(tmpdir(), 'wardline-postgres-kept-'))
    cpSync(this.#data, kept, { recursive: true, preserveTimestamps: true })
    return () => {
      rmSync(this.#data, { recursive: true, force: true })
      cpSync(kept, this.#data, { recursive: true })
      rmSync(kept, { recursive: true, force: true })
      if (owner()) execFileSync('chown', ['-R', 'postgres:postgres', this.#data])
      execFileSync('chmod', ['700', this.#data])
    }
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The port answers before recovery is over. */
  async #takesQueries(): Promise<void> {
    for (let tries = 0; ; tries++)
      try {
        return await this.#ask('SELECT 1')
      } catch (error) {
        if (tries > 500) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
  }

  async #ask(text: string): Promise<void> {
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
