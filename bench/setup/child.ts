import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

/** A call to a child process; its response has the same number. */
interface Call {
  readonly call: number
  readonly method: string
  readonly data: unknown
}
interface Response {
  readonly call: number
  readonly data?: unknown
  readonly error?: string
}

/** A child process of the benchmark, so that clients use neither the server's event loop nor its CPU time. */
export class Child {
  static readonly #running = new Set<Child>()
  readonly #process: ChildProcess
  readonly #pending = new Map<number, { resolve(data: unknown): void; reject(error: Error): void }>()
  #calls = 0

  constructor(file: string) {
    this.#process = fork(path.join(import.meta.dirname, '..', file), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--expose-gc'],
    })
    Child.#running.add(this)
    this.#process.on('message', ({ call, data, error }: Response) => {
      const pending = this.#pending.get(call)
      this.#pending.delete(call)
      if (error === undefined) pending?.resolve(data)
      else pending?.reject(new Error(`${file}: ${error}`))
    })
    this.#process.on('exit', (code, signal) => {
      Child.#running.delete(this)
      for (const pending of this.#pending.values()) pending.reject(new Error(`${file} ended (${code ?? signal})`))
      this.#pending.clear()
    })
  }

  ask<T = void>(method: string, data: unknown = null): Promise<T> {
    const call = ++this.#calls
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(call, { resolve: (response) => resolve(response as T), reject })
      this.#process.send({ call, method, data } satisfies Call, (error) => error && reject(error))
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

  /** Ends all children, including those of a case that failed before ending them. */
  static async endAll(): Promise<void> {
    await Promise.all([...Child.#running].map((child) => child.end()))
  }
}

/** Handles calls in the child process. */
export function answers(methods: Record<string, (data: never) => unknown>): void {
  process.on('message', async ({ call, method, data }: Call) => {
    try {
      process.send?.({ call, data: await methods[method]?.(data as never) } satisfies Response)
    } catch (error) {
      process.send?.({ call, error: String(error instanceof Error ? error.stack : error) } satisfies Response)
    }
  })
  process.on('SIGTERM', () => process.exit(0))
  // The parent process has exited.
  process.on('disconnect', () => process.exit(0))
}

/** Returns the machine's monotonic clock in milliseconds, comparable between processes. */
export const now = () => Number(process.hrtime.bigint()) / 1e6

/** Returns the CPU time of this process in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
