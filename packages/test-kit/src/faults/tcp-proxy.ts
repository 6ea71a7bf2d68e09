import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** What a line does to the bytes that pass, in both directions. Empty: nothing. */
export interface Toxic {
  readonly latencyMs?: number
  /** At most so much more, from a seed. */
  readonly jitterMs?: number
  readonly bytesPerSecond?: number
  /** Bytes vanish, nobody is told: a half-open line. */
  readonly silent?: true
  /** Pieces of at most so many bytes, a turn apart. */
  readonly slice?: number
  /** After so many bytes in a direction the connection ends. */
  readonly limitBytes?: number
  /** Nobody gets through any more. */
  readonly refuse?: true
  /** The end of a connection is passed on so much later. */
  readonly slowCloseMs?: number
}

const pause = (ms: number) => new Promise<void>((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)))

/** A line that can be made bad, between anybody and a server that may come and go. */
export class TcpProxy {
  readonly #server: Server
  readonly #target: number
  readonly #chance: () => number
  readonly #lines = new Set<Socket>()
  #toxic: Toxic = {}
  #vanished = 0

  private constructor(target: number, chance: () => number) {
    this.#target = target
    this.#chance = chance
    this.#server = createServer((socket) => this.#connect(socket))
  }

  /** @param chance 0 to 1, for jitter */
  static async open(target: number, chance: () => number = Math.random): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, chance)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  poison(toxic: Toxic): void {
    this.#toxic = toxic
  }

  /** Bytes that vanished on silent lines. */
  get vanished(): number {
    return this.#vanished
  }

  /** Lines that were silent stay so: what vanished on them cannot be brought back. */
  heal(): void {
    this.#toxic = {}
  }

  /** Ends every line at once, as a reset. */
  cut(): void {
    for (const socket of this.#lines) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #connect(near: Socket): void {
    if (this.#toxic.refuse) return void near.destroy()
    const far = createConnection({ host: '127.0.0.1', port: this.#target })
    for (const socket of [near, far]) {
      this.#lines.add(socket)
      socket.setNoDelay()
      socket.on('error', () => undefined)
      socket.once('close', () => this.#lines.delete(socket))
    }
    void this.#carry(near, far)
    void this.#carry(far, near)
  }

  /** Carries bytes one way until one end is gone. */
  async #carry(from: Socket, to: Socket): Promise<void> {
    let carried = 0
    let deaf = false
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const { latencyMs = 0, jitterMs = 0, bytesPerSecond, silent, slice, limitBytes } = this.#toxic
        deaf ||= silent === true
        if (deaf) {
          this.#vanished += chunk.length
          continue
        }
        const piece = slice ?? chunk.length
        for (let at = 0; at < chunk.length && !to.destroyed; at += piece) {
          const part = chunk.subarray(at, at + piece)
          const takes = bytesPerSecond ? (part.length / bytesPerSecond) * 1000 : 0
          if (latencyMs + jitterMs + takes > 0 || slice) await pause(latencyMs + jitterMs * this.#chance() + takes)
          carried += part.length
          if (!to.write(part)) await new Promise((resolve) => to.once('drain', resolve).once('close', resolve))
          if (limitBytes !== undefined && carried > limitBytes) {
            to.destroy()
            from.destroy()
          }
        }
      }
    } catch {
      // Reset by one end; the other learns of it below.
    }
    await pause(this.#toxic.slowCloseMs ?? 0)
    if (deaf) return
    to.destroy()
  }
}
