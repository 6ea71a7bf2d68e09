import { nextTurn } from '@wardline/sync/server'
import type { Bus, Signals, Topic } from './bus.ts'

/** Bus within one process. @param failed called with the error of a listener; the other listeners are still called */
export function embeddedBus(failed: (error: unknown) => void): Bus {
  const listeners = new Map<Topic, Set<(signal: never) => void>>()
  const queue: { readonly topic: Topic; readonly signal: Signals[Topic] }[] = []
  let open = true

  function dispatch(topic: Topic, signal: Signals[Topic]) {
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
      // Dispatched in a later turn, after the publisher's response (RT21). Signals of one turn are dispatched together.
      if (queue.length === 0)
        nextTurn(() => {
          for (const { topic, signal } of queue.splice(0)) dispatch(topic, signal)
        })
      queue.push({ topic, signal })
    },
    subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void) {
      const topicListeners = listeners.get(topic) ?? new Set()
      listeners.set(topic, topicListeners)
      topicListeners.add(listener)
      return () => topicListeners.delete(listener)
    },
    // There are no other instances.
    follow: async () => undefined,
    unfollow: () => undefined,
    async close() {
      open = false
      listeners.clear()
    },
  }
}
