import type { Bus } from '../../bus/bus.ts'

/**
 * While the other processes are not heard the log is asked so often instead: what happened on one of them is on every
 * screen within it. Every screen's rooms in one statement, so it stays cheap.
 */
const ALONE_MS = 1_000

export interface HeartbeatOptions {
  readonly bus: Pick<Bus, 'connected' | 'onChange'>
  readonly everyMs: number
  readonly beat: () => Promise<void>
}

/** Beats at its pace, and faster while the bus is away; a beat that is under way is not overtaken. Answers how to stop. */
export function startHeartbeat({ bus, everyMs, beat }: HeartbeatOptions): () => void {
  let underWay = false
  let timer: NodeJS.Timeout

  function once() {
    if (underWay) return
    underWay = true
    void beat().finally(() => {
      underWay = false
    })
  }
  function pace() {
    clearInterval(timer)
    timer = setInterval(once, bus.connected ? everyMs : Math.min(everyMs, ALONE_MS))
  }
  pace()
  // Screens are told of the loss, and of its end, at once.
  const stopListening = bus.onChange(() => {
    pace()
    once()
  })
  return () => {
    stopListening()
    clearInterval(timer)
  }
}
