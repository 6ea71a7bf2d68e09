import { type ChildProcess, spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const READY_WITHIN_MS = 30_000

/** A server in its own process group, so that it is killed together with its child processes. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #output = ''

  /** @param settings additional environment variables */
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

  /** Waits until the port accepts connections. Throws with the output when the server exits or is not ready in time. */
  async waitForPort(port: number): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS
    while (performance.now() < deadline) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) break
      if (await accepts(port)) return
      await pause(20)
    }
    throw new Error(`the server did not start: ${this.#output}`)
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const { pid } = this.#child
    if (pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null)
      try {
        process.kill(signal === 'SIGKILL' ? -pid : pid, signal)
      } catch {
        // The process has already exited.
      }
    await this.#ended
  }

  get output(): string {
    return this.#output
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
