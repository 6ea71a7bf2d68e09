import type { Room } from '@wardline/events'
import type { Bus, Signals, Topic } from '../../bus/bus.ts'
import { embeddedBus } from '../../bus/embedded-bus.ts'

export interface BusPairOptions {
  /** Whether a signal is lost between the processes. */
  readonly lost?: (topic: Topic) => boolean
  /** Schedules the delivery; by default in a later turn of the event loop. */
  readonly carry?: (deliver: () => void) => void
}

const isRoomTopic = (topic: Topic) => topic === 'recorded' || topic === 'presence'
const roomsIn = (topic: Topic, signal: Signals[Topic]): readonly Room[] =>
  topic === 'recorded' ? (signal as Signals['recorded']).rooms : [(signal as Signals['presence']).room]

/** Connects the buses of two simulated processes; signals are serialised between them. */
export function busPair({ lost = () => false, carry = (deliver) => setImmediate(deliver) }: BusPairOptions = {}): readonly [Bus, Bus] {
  const failed = (error: unknown) => {
    throw error
  }
  const ends = [0, 1].map(() => ({ local: embeddedBus(failed), subscribed: new Set<Room>() }))

  const open = (here: number): Bus => {
    const local = ends[here] as (typeof ends)[number]
    const other = ends[1 - here] as (typeof ends)[number]
    return {
      ...local.local,
      publish(topic, signal) {
        local.local.publish(topic, signal)
        if (topic === 'committed' || lost(topic)) return
        const bytes = JSON.stringify(signal)
        carry(() => {
          if (isRoomTopic(topic) && !roomsIn(topic, signal).some((room) => other.subscribed.has(room))) return
          other.local.publish(topic, JSON.parse(bytes))
        })
      },
      async follow(rooms) {
        await new Promise<void>((resolve) => carry(resolve))
        for (const room of rooms) local.subscribed.add(room)
      },
      unfollow(rooms) {
        for (const room of rooms) local.subscribed.delete(room)
      },
    }
  }
  return [open(0), open(1)]
}
