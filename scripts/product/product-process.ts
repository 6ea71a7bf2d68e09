import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { requireNode, root } from '../run/runtime.mjs'

/** A cold start creates the database and fills the demo hospital; on a busy machine that takes a while. */
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

/** The real product as one process with its own port and data folder, which may be killed and started again. */
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
   * @param log file for what it prints
   * @param data a data folder to begin with a copy of, instead of an empty one
   * @param settings further variables, such as the servers that several processes share
   */
  static async launch(log: string, data: string | null = null, settings: Readonly<Record<string, string>> = {}): Promise<ProductProcess> {
    const product = new ProductProcess(await freePort(), log, settings)
    if (data) cpSync(data, product.#dataDir, { recursive: true })
    await product.start()
    return product
  }

  /** Starts on the same port and data; answers the milliseconds until it was ready. */
  async start(): Promise<number> {
    const since = performance.now()
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
        // Never the servers of whoever runs this.
        DATABASE_URL: '',
        NATS_URL: '',
        ...this.#settings,
      },
      // Nothing is said over the channel: that it closes tells the product that nobody is left to end it.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const log = createWriteStream(this.#log, { flags: 'a' })
    child.stdout?.pipe(log)
    child.stderr?.pipe(log)
    this.#child = child
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Wardline ended while starting; see ${this.#log}`)
      if (performance.now() - since > READY_WITHIN_MS)
        throw new Error(`Wardline was not ready within ${READY_WITHIN_MS} ms; see ${this.#log}`)
      await pause(20)
    }
    return performance.now() - since
  }

  /** What a crash looks like: nothing is flushed, nobody is told. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Ends it in good order; answers the folder with its data. */
  async stop(): Promise<string> {
    await this.#end('SIGTERM')
    return this.#dataDir
  }

  /** Ends it in good order and removes its data. */
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

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  }
}
