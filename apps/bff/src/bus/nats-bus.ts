import type { Msg, Subscription } from '@nats-io/transport-node'
import type { Room } from '@wardline/events'
import type { Bus, Signals, Topic } from './bus.ts'
import { embeddedBus } from './embedded-bus.ts'
import type { Nats } from './nats.ts'
import { type SharedTopic, signalFrom, topics } from './signal-schemas.ts'

/** Half of NATS's default payload limit of 1 MB; larger entries are read from the log. */
const LARGEST_BYTES = 512 * 1024
/** Longer than any healthy round trip. After it, callers continue with the log, and the next head tick closes the gap. */
const FOLLOWING_WITHIN_MS = 1_000

/** Signals about a room go to the instances that follow it; all others go to every instance. */
const aboutRooms = { recorded: true, presence: true } as const
const isAboutRooms = (topic: Topic): topic is keyof typeof aboutRooms => topic in aboutRooms

/** Ids may contain a full stop, which separates the tokens of a NATS subject. */
const token = (room: Room) => room.replaceAll('.', '~')
const subjectOfRoom = (room: Room) => `wardline.room.${token(room)}`
const subjectOf = (topic: Topic) => `wardline.signal.${topic}`

/** Splits a signal into one per room. */
function byRoom(topic: keyof typeof aboutRooms, signal: Signals['recorded'] | Signals['presence']): readonly [Room, object][] {
  if (topic === 'presence' || !('rooms' in signal)) return [[(signal as Signals['presence']).room, signal]]
  return signal.rooms.map((room) => [room, { ...signal, rooms: [room], entries: signal.entries.filter((entry) => entry.room === room) }])
}

/**
 * Bus of several instances: local listeners are called directly, other instances over NATS. Nothing is stored; signals lost
 * while NATS is down are made up from the log (RT5).
 */
export function natsBus(nats: Nats, failed: (error: unknown) => void): Bus {
  const local = embeddedBus(failed)
  const { connection } = nats
  /** One subscription per room for all its signals: an instance follows thousands of rooms. */
  const followed = new Map<Room, Subscription>()

  function send(subject: string, signal: object): void {
    if (!nats.connected || connection.isDraining() || connection.isClosed()) return
    let text = JSON.stringify(signal)
    // A UTF-16 unit has at most three bytes: a cheap check that nearly always suffices.
    if (text.length * 3 > LARGEST_BYTES && Buffer.byteLength(text) > LARGEST_BYTES) text = JSON.stringify({ ...signal, entries: [] })
    connection.publish(subject, text)
  }
  function publishToOthers(topic: SharedTopic, signal: Signals[Topic]): void {
    try {
      if (!isAboutRooms(topic)) send(subjectOf(topic), signal)
      else for (const [room, part] of byRoom(topic, signal as Signals['recorded'])) send(`${subjectOfRoom(room)}.${topic}`, part)
    } catch (error) {
      failed(error)
    }
  }
  const handlerOf = (topic: SharedTopic) => (error: Error | null, message: Msg) => {
    if (error) return failed(error)
    try {
      const signal = signalFrom(topic, message.json())
      if (signal) local.publish(topic, signal)
      else failed(new Error(`Invalid ${topic} signal from another instance.`))
    } catch (reason) {
      failed(reason)
    }
  }

  const roomHandlers = { recorded: handlerOf('recorded'), presence: handlerOf('presence') }
  function onRoomMessage(error: Error | null, message: Msg): void {
    const topic = topics.filter(isAboutRooms).find((known) => message.subject.endsWith(`.${known}`))
    if (topic) roomHandlers[topic](error, message)
  }

  const general = topics
    .filter((topic) => !isAboutRooms(topic))
    .map((topic) => connection.subscribe(subjectOf(topic), { callback: handlerOf(topic) }))

  // Signals sent during the outage are lost: all followed rooms are read from the log at once.
  const stopWatching = nats.onChange((connected) => {
    if (connected && followed.size > 0) local.publish('recorded', { rooms: [...followed.keys()], entries: [] })
  })

  return {
    get connected() {
      return nats.connected
    },
    onChange: nats.onChange,
    publish(topic, signal) {
      local.publish(topic, signal)
      // After the turn in which the response is sent (RT21).
      if (topic !== 'committed') setImmediate(() => publishToOthers(topic, signal))
    },
    subscribe: local.subscribe,
    async follow(rooms) {
      const fresh = rooms.filter((room) => !followed.has(room))
      for (const room of fresh) followed.set(room, connection.subscribe(`${subjectOfRoom(room)}.*`, { callback: onRoomMessage }))
      if (fresh.length === 0 || !nats.connected) return
      const timeout = new Promise<void>((resolve) => setTimeout(resolve, FOLLOWING_WITHIN_MS).unref())
      await Promise.race([connection.flush().catch(failed), timeout])
    },
    unfollow(rooms) {
      for (const room of rooms) {
        followed.get(room)?.unsubscribe()
        followed.delete(room)
      }
    },
    async close() {
      stopWatching()
      if (!connection.isClosed()) for (const subscription of [...general, ...followed.values()]) subscription.unsubscribe()
      followed.clear()
      await local.close()
    },
  }
}
