import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** Faults of a connection, in both directions. */
export interface Fault {
  readonly latencyMs?: number
  /** Maximum random delay in addition to `latencyMs`. */
  readonly jitterMs?: number
  readonly bytesPerSecond?: number
  /** Discards all bytes without closing: a half-open connection. */
  readonly silent?: true
  /** Sends pieces of at most this many bytes, each in its own turn of the event loop. */
  readonly slice?: number
  /** Closes the connection after this many bytes in one direction. */
  readonly limitBytes?: number
  /** Refuses new connections. */
  readonly refuse?: true
  /** Delay before the end of a connection is passed on. */
  readonly slowCloseMs?: number
}

const pause = (ms: number) => new Promise<void>((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)))

/** A TCP proxy in front of a server, with faults that a test can switch on. The server may be restarted. */
export class TcpProxy {
  readonly #server: Server
  readonly #target: number
  readonly #random: () => number
  readonly #sockets = new Set<Socket>()
  #toxic: Fault = {}
  #vanished = 0

  private constructor(target: number, random: () => number) {
    this.#target = target
    this.#random = random
    this.#server = createServer((socket) => this.#connect(socket))
  }

  /** @param random returns a number from 0 to 1 for the jitter */
  static async open(target: number, random: () => number = Math.random): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, random)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  setFault(toxic: Fault): void {
    this.#toxic = toxic
  }

  /** Number of bytes discarded on silent connections. */
  get vanished(): number {
    return this.#vanished
  }

  /** Removes all faults. Connections that were silent remain so, because their discarded bytes cannot be restored. */
  heal(): void {
    this.#toxic = {}
  }

  /** Resets all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #connect(near: Socket): void {
    if (this.#toxic.refuse) return void near.destroy()
    const far = createConnection({ host: '127.0.0.1', port: this.#target })
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.setNoDelay()
      socket.on('error', () => undefined)
      socket.once('close', () => this.#sockets.delete(socket))
    }
    void this.#copy(near, far)
    void this.#copy(far, near)
  }

  /** Copies bytes in one direction until one end closes. */
  async #copy(from: Socket, to: Socket): Promise<void> {
    let copied = 0
    let isSilent = false
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const { latencyMs = 0, jitterMs = 0, bytesPerSecond, silent, slice, limitBytes } = this.#toxic
        isSilent ||= silent === true
        if (isSilent) {
          this.#vanished += chunk.length
          continue
        }
        const pieceLength = slice ?? chunk.length
        for (let at = 0; at < chunk.length && !to.destroyed; at += pieceLength) {
          const part = chunk.subarray(at, at + pieceLength)
          const transferMs = bytesPerSecond ? (part.length / bytesPerSecond) * 1000 : 0
          if (latencyMs + jitterMs + transferMs > 0 || slice) await pause(latencyMs + jitterMs * this.#random() + transferMs)
          copied += part.length
          if (!to.write(part)) await new Promise((resolve) => to.once('drain', resolve).once('close', resolve))
          if (limitBytes !== undefined && copied > limitBytes) {
            to.destroy()
            from.destroy()
          }
        }
      }
    } catch {
      // Reset by one end; the other is closed below.
    }
    await pause(this.#toxic.slowCloseMs ?? 0)
    if (isSilent) return
    to.destroy()
  }
}
