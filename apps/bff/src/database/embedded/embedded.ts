import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { FromDatabase, StartOfDatabase, ToDatabase } from './messages.ts'

/** PGlite's thread: starting it, speaking to it, ending it. */
export class EmbeddedPostgres {
  readonly #worker: Worker
  /** The one connection: PGlite has one session, and a second client would share its transactions and statements. */
  #wire: Wire | null = null

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromDatabase) => {
      if (message.kind === 'data') this.#wire?.push(message.bytes)
      if (message.kind === 'broken') this.#wire?.destroy(new Error(message.why))
    })
    worker.on('error', (error) => this.#wire?.destroy(error))
  }

  static async start(how: StartOfDatabase): Promise<EmbeddedPostgres> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: how, execArgv: [] })
    const started = new EmbeddedPostgres(worker)
    await started.#answer('ready')
    return started
  }

  /** The stream that `pg` speaks through. */
  connect(): Wire {
    this.#say({ kind: 'reset' })
    this.#wire = new Wire((bytes) => this.#say({ kind: 'data', bytes }, bytes))
    return this.#wire
  }

  /** The whole database as a tar, to start others from. */
  async dump(): Promise<Uint8Array> {
    this.#say({ kind: 'dump' })
    const { bytes } = await this.#answer('dump')
    return bytes
  }

  async close(): Promise<void> {
    this.#say({ kind: 'close' })
    await this.#answer('closed')
    await this.#worker.terminate()
  }

  #say(message: ToDatabase, moved?: Uint8Array) {
    this.#worker.postMessage(message, moved ? [moved.buffer as ArrayBuffer] : [])
  }

  async #answer<K extends FromDatabase['kind']>(kind: K): Promise<Extract<FromDatabase, { kind: K }>> {
    for (;;) {
      const [message] = (await once(this.#worker, 'message')) as [FromDatabase]
      if (message.kind === kind) return message as Extract<FromDatabase, { kind: K }>
      if (message.kind === 'broken') throw new Error(message.why)
    }
  }
}

/** A socket as `pg` expects one, whose other end is the thread. What is written in one turn leaves as one message: waking a thread costs more than a small statement. */
class Wire extends Duplex {
  readonly #send: (bytes: Uint8Array) => void
  #written: Buffer[] = []

  constructor(send: (bytes: Uint8Array) => void) {
    super({ readableHighWaterMark: 1024 * 1024 })
    this.#send = send
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#take([chunk])
    done()
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#take(chunks.map(({ chunk }) => chunk))
    done()
  }

  #take(chunks: readonly Buffer[]): void {
    if (this.#written.length === 0)
      setImmediate(() => {
        // A copy of its own: the bytes move to the thread, and the driver's buffer does not.
        const bytes = new Uint8Array(Buffer.concat(this.#written))
        this.#written = []
        this.#send(bytes)
      })
    this.#written.push(...chunks)
  }

  override _final(done: () => void): void {
    done()
    this.push(null)
  }
}
