import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../processes/process.ts'
import { findServers } from './programs.ts'
import { ServerProcess } from './server-process.ts'

/** A nats-server with JetStream, in a temporary folder and on a free port. */
export class NatsServer {
  readonly port: number
  readonly folder: string
  readonly #program: string
  #process: ServerProcess | null = null

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
    this.#process = new ServerProcess(this.#program, ['-js', '-sd', this.folder, '-a', '127.0.0.1', '-p', String(this.port)])
    await this.#process.waitForPort(this.port)
  }

  /** Kills the process; its stored data remains. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
  }

  /** Deletes the stored data. */
  wipe(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Copies the stored data. Returns a function that restores the copy. */
  keep(): () => void {
    const copy = mkdtempSync(path.join(tmpdir(), 'wardline-nats-kept-'))
    cpSync(this.folder, copy, { recursive: true })
    return () => {
      this.wipe()
      cpSync(copy, this.folder, { recursive: true })
      rmSync(copy, { recursive: true, force: true })
    }
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGKILL')
    this.wipe()
  }
}
