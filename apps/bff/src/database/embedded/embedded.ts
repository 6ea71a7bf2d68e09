import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { FromDatabase, StartOfDatabase, ToDatabase } from './messages.ts'

/** The worker thread that runs PGlite: start, messages, end. */
export class EmbeddedPostgres {
  readonly #worker: Worker
  /** The only connection: PGlite has one session, and a second client would share its transactions and statements. */
  #wire: Wire | null = null

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromDatabase) => {
      if (message.kind === 'data') this.#wire?.push(message.bytes)
      if (message.kind === 'broken') this.#wire?.destroy(new Error(message.why))
    })
    worker.on('error', (error) => this.#wire?.destroy(error))
  }

  static async start(options: StartOfDatabase): Promise<EmbeddedPostgres> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options, execArgv: [] })
    const started = new EmbeddedPostgres(worker)
    await started.#reply('ready')
    return started
  }

  /** Returns the stream that `pg` uses as its socket. */
  connect(): Wire {
    this.#post({ kind: 'reset' })
    this.#wire = new Wire((bytes) => this.#post({ kind: 'data', bytes }, bytes))
    return this.#wire
  }

  /** Returns the database as a tar, for starting others. */
  async dump(): Promise<Uint8Array> {
    this.#post({ kind: 'dump' })
    const { bytes } = await this.#reply('dump')
    return bytes
  }

  async close(): Promise<void> {
    this.#post({ kind: 'close' })
    await this.#reply('closed')
    await this.#worker.terminate()
  }

  #post(message: ToDatabase, transfer?: Uint8Array) {
    this.#worker.postMessage(message, transfer ? [transfer.buffer as ArrayBuffer] : [])
  }

  async #reply<K extends FromDatabase['kind']>(kind: K): Promise<Extract<FromDatabase, { kind: K }>> {
    for (;;) {
      const [message] = (await once(this.#worker, 'message')) as [FromDatabase]
      if (message.kind === kind) return message as Extract<FromDatabase, { kind: K }>
      if (message.kind === 'broken') throw new Error(message.why)
    }
  }
}

/** The socket interface that `pg` expects, connected to the thread. Writes of one turn are sent as one message: waking a thread costs more than a small statement. */
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
    this.#enqueue([chunk])
    done()
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#enqueue(chunks.map(({ chunk }) => chunk))
    done()
  }

  #enqueue(chunks: readonly Buffer[]): void {
    if (this.#written.length === 0)
      setImmediate(() => {
        // Copied, because the buffer is transferred to the thread and the driver keeps its own.
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
