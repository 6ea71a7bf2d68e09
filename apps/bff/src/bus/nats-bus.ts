import type { Msg, Subscription } from '@nats-io/transport-node'
import type { Room } from '@wardline/events'
import type { Bus, Signals, Topic } from './bus.ts'
import { embeddedBus } from './embedded-bus.ts'
import type { Nats } from './nats.ts'
import { type SharedTopic, signalFrom, topics } from './signal-schemas.ts'

/** NATS takes a megabyte unless it is told otherwise; entries that are larger are read from the log. */
const LARGEST_BYTES = 512 * 1024
/** Longer than any healthy round trip. Whoever waits so long goes on with what the log says, and the next tick heals the rest. */
const FOLLOWING_WITHIN_MS = 1_000

/** What concerns one room goes to those that have somebody in it; the rest goes to every process. */
const aboutRooms = { recorded: true, presence: true } as const
const isAboutRooms = (topic: Topic): topic is keyof typeof aboutRooms => topic in aboutRooms

/** An id may hold a full stop, which parts the words of a subject. */
const token = (room: Room) => room.replaceAll('.', '~')
const subjectOfRoom = (room: Room) => `wardline.room.${token(room)}`
const subjectOf = (topic: Topic) => `wardline.signal.${topic}`

/** The parts of a signal, one for each room it concerns. */
function byRoom(topic: keyof typeof aboutRooms, signal: Signals['recorded'] | Signals['presence']): readonly [Room, object][] {
  if (topic === 'presence' || !('rooms' in signal)) return [[(signal as Signals['presence']).room, signal]]
  return signal.rooms.map((room) => [room, { ...signal, rooms: [room], entries: signal.entries.filter((entry) => entry.room === room) }])
}

/**
 * The bus of several processes: this one hears itself directly, the others over NATS. Nothing of it is stored; what is
 * lost while NATS is away the log makes good (RT5).
 */
export function natsBus(nats: Nats, failed: (error: unknown) => void): Bus {
  const local = embeddedBus(failed)
  const { connection } = nats
  /** One subscription for all that is told of a room: a process follows thousands. */
  const followed = new Map<Room, Subscription>()

  function send(subject: string, signal: object): void {
    if (!nats.connected || connection.isDraining() || connection.isClosed()) return
    let text = JSON.stringify(signal)
    // At most three bytes for a unit of a string: cheap to ask, and nearly always enough.
    if (text.length * 3 > LARGEST_BYTES && Buffer.byteLength(text) > LARGEST_BYTES) text = JSON.stringify({ ...signal, entries: [] })
    connection.publish(subject, text)
  }
  function tell(topic: SharedTopic, signal: Signals[Topic]): void {
    try {
      if (!isAboutRooms(topic)) send(subjectOf(topic), signal)
      else for (const [room, part] of byRoom(topic, signal as Signals['recorded'])) send(`${subjectOfRoom(room)}.${topic}`, part)
    } catch (error) {
      failed(error)
    }
  }
  const hear = (topic: SharedTopic) => (error: Error | null, message: Msg) => {
    if (error) return failed(error)
    try {
      const signal = signalFrom(topic, message.json())
      if (signal) local.publish(topic, signal)
      else failed(new Error(`Another process told something about ${topic} that this version does not understand.`))
    } catch (reason) {
      failed(reason)
    }
  }

  const hearers = { recorded: hear('recorded'), presence: hear('presence') }
  function hearOfRoom(error: Error | null, message: Msg): void {
    const topic = topics.filter(isAboutRooms).find((known) => message.subject.endsWith(`.${known}`))
    if (topic) hearers[topic](error, message)
  }

  const general = topics
    .filter((topic) => !isAboutRooms(topic))
    .map((topic) => connection.subscribe(subjectOf(topic), { callback: hear(topic) }))

  // What was told in between is gone: everything that is followed here is read from the log at once.
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
      // After the turn in which the answer leaves (RT21).
      if (topic !== 'committed') setImmediate(() => tell(topic, signal))
    },
    subscribe: local.subscribe,
    async follow(rooms) {
      const fresh = rooms.filter((room) => !followed.has(room))
      for (const room of fresh) followed.set(room, connection.subscribe(`${subjectOfRoom(room)}.*`, { callback: hearOfRoom }))
      if (fresh.length === 0 || !nats.connected) return
      const late = new Promise<void>((resolve) => setTimeout(resolve, FOLLOWING_WITHIN_MS).unref())
      await Promise.race([connection.flush().catch(failed), late])
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
