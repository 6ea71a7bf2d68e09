/** Allows a server process to exit while the timer is pending; a browser's timer has no such method. */
export function unref<Timer>(timer: Timer): Timer {
  ;(timer as { unref?: () => void }).unref?.()
  return timer
}

/** Runs in a later turn of the event loop, after pending input and output. */
export const nextTurn = (run: () => void): void => void (typeof setImmediate === 'function' ? setImmediate(run) : setTimeout(run, 0))
