import type { HeldLock, Locks } from './locks.ts'

export interface RunOnOneInstanceOptions {
  readonly locks: Pick<Locks, 'tryAcquire'>
  readonly name: string
  /** Starts the task; returns its stop function. */
  readonly start: () => Promise<{ stop(): Promise<void> }>
  readonly failed: (error: unknown) => void
  readonly retryMs?: number
}

/** Another instance takes over within this time. */
const RETRY_MS = 10_000

/** Runs a task on one of the instances that share a database; when that instance ends, on another. */
export function runOnOneInstance({ locks, name, start, failed, retryMs = RETRY_MS }: RunOnOneInstanceOptions): { stop(): Promise<void> } {
  let active: { readonly lock: HeldLock; readonly running: { stop(): Promise<void> } } | null = null
  let looking: Promise<void> = Promise.resolve()
  let stopped = false

  async function tryStart(): Promise<void> {
    if (active || stopped) return
    const lock = await locks.tryAcquire(name)
    if (!lock) return
    const running = await start()
    active = { lock, running }
    // The lock was lost with its connection: another instance has it, or will.
    void lock.released.then(async () => {
      if (active?.lock !== lock) return
      active = null
      await running.stop()
    })
  }
  const schedule = () => {
    looking = tryStart().catch(failed)
  }
  schedule()
  const timer = setInterval(schedule, retryMs)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await active?.running.stop()
      await active?.lock.release()
    },
  }
}
