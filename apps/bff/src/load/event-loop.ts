// Timers by one name in Node and in a browser, which has no setImmediate and whose timers are numbers.

function messageTurn(): (run: () => void) => void {
  const due: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => due.shift()?.()
  return (run) => {
    due.push(run)
    port2.postMessage(null)
  }
}

/** Runs in a later turn of the event loop. A browser delays nested zero timeouts by 4 ms, a message it does not. */
export const inLaterTurn: (run: () => void) => void = typeof setImmediate === 'function' ? (run) => void setImmediate(run) : messageTurn()

/** Resolves after this many milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Returns the timer, which no longer keeps a Node process alive. */
export function background<Timer>(timer: Timer): Timer {
  ;(timer as { unref?: () => void }).unref?.()
  return timer
}
