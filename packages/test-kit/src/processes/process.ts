import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const main = path.join(import.meta.dirname, '../../../../apps/bff/src/main.ts')
const READY_WITHIN_MS = 60_000

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

export interface ExitResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** The product as a process that a test can kill. */
export class ProcessUnderTest {
  readonly child: ChildProcess
  readonly ended: Promise<ExitResult>
  #output = ''

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH ?? '', DEMO: 'off', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.#output += text))
    this.ended = new Promise((resolve) => this.child.once('close', (code, signal) => resolve({ code, signal, output: this.#output })))
  }

  async ready(url: string): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS
    while (performance.now() < deadline) {
      if (this.child.exitCode !== null) throw new Error(`the process exited during startup: ${this.#output}`)
      const response = await fetch(`${url}/readyz`).catch(() => null)
      if (response?.ok) return
      await pause(20)
    }
    throw new Error(`the process was not ready in time: ${this.#output}`)
  }

  end(signal: NodeJS.Signals): Promise<ExitResult> {
    this.child.kill(signal)
    return this.ended
  }
}
