import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { requireNode, root } from '../run/runtime.mjs'

/** A cold start creates the database and the demo data, which takes long on a busy machine. */
const READY_WITHIN_MS = 90_000

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** The product as a process with its own port and data folder, which can be killed and restarted. */
export class ProductProcess {
  readonly url: string
  readonly #port: number
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'wardline-'))
  readonly #log: string
  readonly #settings: Readonly<Record<string, string>>
  #child: ChildProcess | null = null

  private constructor(port: number, log: string, settings: Readonly<Record<string, string>>) {
    this.#port = port
    this.#log = log
    this.#settings = settings
    mkdirSync(path.dirname(log), { recursive: true })
    this.url = `http://127.0.0.1:${port}`
  }

  /**
   * @param log file for the output of the process
   * @param data data folder to copy; null to start with an empty one
   * @param settings additional environment variables, such as the addresses of shared servers
   */
  static async launch(log: string, data: string | null = null, settings: Readonly<Record<string, string>> = {}): Promise<ProductProcess> {
    const product = new ProductProcess(await freePort(), log, settings)
    if (data) cpSync(data, product.#dataDir, { recursive: true })
    await product.start()
    return product
  }

  /** Starts on the same port and data folder. Returns the milliseconds until it was ready. */
  async start(): Promise<number> {
    const start = performance.now()
    const child = spawn(requireNode(), ['apps/bff/src/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(this.#port),
        HOST: '127.0.0.1',
        DATA_DIR: this.#dataDir,
        DEMO: 'on',
        LIVING_WARD: 'off',
        LOG_LEVEL: 'warn',
        // Overrides the developer's own servers.
        DATABASE_URL: '',
        NATS_URL: '',
        ...this.#settings,
      },
      // The channel carries no messages; the product exits when it closes, so that it does not outlive a crashed parent.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const log = createWriteStream(this.#log, { flags: 'a' })
    child.stdout?.pipe(log)
    child.stderr?.pipe(log)
    this.#child = child
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Wardline exited during startup; see ${this.#log}`)
      if (performance.now() - start > READY_WITHIN_MS)
        throw new Error(`Wardline was not ready within ${READY_WITHIN_MS} ms; see ${this.#log}`)
      await pause(20)
    }
    return performance.now() - start
  }

  /** Kills the process as a crash would: nothing is flushed, no connection is closed properly. */
  kill(): Promise<void> {
    return this.#stopWith('SIGKILL')
  }

  /** Shuts down gracefully. Returns the data folder. */
  async stop(): Promise<string> {
    await this.#stopWith('SIGTERM')
    return this.#dataDir
  }

  /** Shuts down gracefully and deletes the data folder. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok
    } catch {
      return false
    }
  }

  #stopWith(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  }
}
