import { inLaterTurn } from '../load/event-loop.ts'
import type { Bus, Signals, Topic } from './bus.ts'

/** The bus of one process. @param failed hears of a listener that threw; the others are not held up by it. */
export function embeddedBus(failed: (error: unknown) => void): Bus {
  const listeners = new Map<Topic, Set<(signal: never) => void>>()
  const told: { readonly topic: Topic; readonly signal: Signals[Topic] }[] = []
  let open = true

  function hear(topic: Topic, signal: Signals[Topic]) {
    for (const listener of open ? (listeners.get(topic) ?? []) : [])
      try {
        listener(signal as never)
      } catch (error) {
        failed(error)
      }
  }

  return {
    connected: true,
    onChange: () => () => undefined,
    publish(topic, signal) {
      // Heard in a later turn: whoever tells has an answer to give first (RT21). What was told in one turn is heard in one.
      if (told.length === 0)
        inLaterTurn(() => {
          for (const { topic, signal } of told.splice(0)) hear(topic, signal)
        })
      told.push({ topic, signal })
    },
    subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void) {
      const among = listeners.get(topic) ?? new Set()
      listeners.set(topic, among)
      among.add(listener)
      return () => among.delete(listener)
    },
    // There is no other process.
    follow: async () => undefined,
    unfollow: () => undefined,
    async close() {
      open = false
      listeners.clear()
    },
  }
}
