import type { Held, Locks } from './locks.ts'

export interface OnOneProcess {
  readonly locks: Pick<Locks, 'tryHold'>
  readonly name: string
  /** Answers how to stop. */
  readonly start: () => Promise<{ stop(): Promise<void> }>
  readonly failed: (error: unknown) => void
  readonly lookMs?: number
}

/** A process that ends gives the others their turn within it. */
const LOOK_MS = 10_000

/** Runs something in one of the processes that share a database; when that one ends, in another. */
export function onOneProcess({ locks, name, start, failed, lookMs = LOOK_MS }: OnOneProcess): { stop(): Promise<void> } {
  let turn: { readonly held: Held; readonly running: { stop(): Promise<void> } } | null = null
  let looking: Promise<void> = Promise.resolve()
  let stopped = false

  async function look(): Promise<void> {
    if (turn || stopped) return
    const held = await locks.tryHold(name)
    if (!held) return
    const running = await start()
    turn = { held, running }
    // The lock went with its connection: another process has it, or will.
    void held.over.then(async () => {
      if (turn?.held !== held) return
      turn = null
      await running.stop()
    })
  }
  const soon = () => {
    looking = look().catch(failed)
  }
  soon()
  const timer = setInterval(soon, lookMs)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await turn?.running.stop()
      await turn?.held.release()
    },
  }
}
