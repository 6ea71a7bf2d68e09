import { nextTurn } from '@wardline/sync/server'
import type { Bus, Signals, Topic } from './bus.ts'

/** Bus within one process. @param failed called with the error of a listener; the other listeners are still called */
export function embeddedBus(failed: (error: unknown) => void): Bus {
  let listeners: { [T in Topic]?: Set<(signal: Signals[T]) => void> } = {}
  const queue: (() => void)[] = []
  let open = true

  function dispatch<T extends Topic>(topic: T, signal: Signals[T]) {
    for (const listener of open ? (listeners[topic] ?? []) : [])
      try {
        listener(signal)
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
          for (const deliver of queue.splice(0)) deliver()
        })
      queue.push(() => dispatch(topic, signal))
    },
    subscribe<T extends Topic>(topic: T, listener: (signal: Signals[T]) => void) {
      const topicListeners: Set<(signal: Signals[T]) => void> = listeners[topic] ?? new Set()
      listeners = { ...listeners, [topic]: topicListeners }
      topicListeners.add(listener)
      return () => topicListeners.delete(listener)
    },
    // There are no other instances.
    follow: async () => undefined,
    unfollow: () => undefined,
    async close() {
      open = false
      listeners = {}
    },
  }
}
