import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

/** What a child process of the bench is asked, and answers under the same number. */
interface Call {
  readonly call: number
  readonly ask: string
  readonly data: unknown
}
interface Answer {
  readonly call: number
  readonly data?: unknown
  readonly error?: string
}

/** A part of the bench in a process of its own, so that clients do not run on the server's event loop nor cost its CPU time. */
export class Child {
  static readonly #running = new Set<Child>()
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(data: unknown): void; reject(error: Error): void }>()
  #calls = 0

  constructor(file: string) {
    this.#process = fork(path.join(import.meta.dirname, '..', file), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--expose-gc'],
    })
    Child.#running.add(this)
    this.#process.on('message', ({ call, data, error }: Answer) => {
      const waiting = this.#waiting.get(call)
      this.#waiting.delete(call)
      if (error === undefined) waiting?.resolve(data)
      else waiting?.reject(new Error(`${file}: ${error}`))
    })
    this.#process.on('exit', (code, signal) => {
      Child.#running.delete(this)
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(`${file} ended (${code ?? signal})`))
      this.#waiting.clear()
    })
  }

  ask<T = void>(ask: string, data: unknown = null): Promise<T> {
    const call = ++this.#calls
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call, { resolve: (answer) => resolve(answer as T), reject })
      this.#process.send({ call, ask, data } satisfies Call, (error) => error && reject(error))
    })
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#process
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  }

  /** Also those whose line broke off before it could end them. */
  static async endAll(): Promise<void> {
    await Promise.all([...Child.#running].map((child) => child.end()))
  }
}

/** Called in the child: what it can be asked. */
export function answers(to: Record<string, (data: never) => unknown>): void {
  process.on('message', async ({ call, ask, data }: Call) => {
    try {
      process.send?.({ call, data: await to[ask]?.(data as never) } satisfies Answer)
    } catch (error) {
      process.send?.({ call, error: String(error instanceof Error ? error.stack : error) } satisfies Answer)
    }
  })
  process.on('SIGTERM', () => process.exit(0))
  // Whoever asked is gone.
  process.on('disconnect', () => process.exit(0))
}

/** Milliseconds of the machine's monotonic clock, comparable between processes of one machine. */
export const now = () => Number(process.hrtime.bigint()) / 1e6

/** CPU time of this process so far, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
