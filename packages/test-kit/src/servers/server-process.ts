import { type ChildProcess, spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const READY_WITHIN_MS = 30_000

/** A server in a process group of its own: killed together with the processes it made. */
export class OwnProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #output = ''

  /** @param settings further environment variables */
  constructor(program: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...settings } })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (text) => {
        this.#output = `${this.#output}${text}`.slice(-10_000)
      })
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => resolve())
      this.#child.once('error', (error) => {
        this.#output += error.message
        resolve()
      })
    })
  }

  /** Resolves once something answers at the port. */
  async listens(port: number): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS
    while (performance.now() < until) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) break
      if (await answers(port)) return
      await pause(20)
    }
    throw new Error(`It did not start: ${this.#output}`)
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const { pid } = this.#child
    if (pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null)
      try {
        process.kill(signal === 'SIGKILL' ? -pid : pid, signal)
      } catch {
        // It was just ending by itself.
      }
    await this.#ended
  }

  get output(): string {
    return this.#output
  }
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
