import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../processes/process.ts'
import { findServers } from './programs.ts'
import { OwnProcess } from './server-process.ts'

/** A nats-server with JetStream in a temporary folder on a free port, for one test. */
export class NatsServer {
  readonly port: number
  readonly folder: string
  readonly #program: string
  #process: OwnProcess | null = null

  private constructor(program: string, port: number) {
    this.#program = program
    this.port = port
    this.folder = mkdtempSync(path.join(tmpdir(), 'wardline-nats-'))
  }

  static async start(): Promise<NatsServer> {
    const { nats } = findServers()
    if (!nats) throw new Error('nats-server is not installed.')
    const server = new NatsServer(nats, await freePort())
    await server.up()
    return server
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`
  }

  async up(): Promise<void> {
    this.#process = new OwnProcess(this.#program, ['-js', '-sd', this.folder, '-a', '127.0.0.1', '-p', String(this.port)])
    await this.#process.listens(this.port)
  }

  /** Ends it as a machine that lost its power would; what it stored stays. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  /** Everything it stored is gone at the next start. */
  wipe(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** A copy of what it stored, to go back to. Answers how. */
  keep(): () => void {
    const kept = mkdtempSync(path.join(tmpdir(), 'wardline-nats-kept-'))
    cpSync(this.folder, kept, { recursive: true })
    return () => {
      this.wipe()
      cpSync(kept, this.folder, { recursive: true })
      rmSync(kept, { recursive: true, force: true })
    }
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGKILL')
    this.wipe()
  }
}
