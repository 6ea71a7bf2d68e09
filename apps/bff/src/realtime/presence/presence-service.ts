import type { Room } from '@wardline/events'
import type { Activity, ServerMessage } from '@wardline/sync/protocol'
import { PRESENCE_TTL_MS, type RoomDelivery, RoomPresence } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import type { Connection } from '../connections/connection.ts'
import type { Connections } from '../connections/connections.ts'

const EXPIRY_CHECK_MS = 2_000

export interface PresenceServiceOptions {
  readonly bus: Bus
  readonly delivery: RoomDelivery
  readonly connections: Connections
  readonly now: () => Date
}

/** The users present in each room, on every process. */
export interface PresenceService {
  messageFor(room: Room): ServerMessage
  announce(connection: Connection, room: Room, doing: Activity, subject: string | undefined): void
  leave(connection: Connection, room: Room): void
  close(): void
}

/**
 * An announcement goes over the bus to every process, this one included, and expires in each after ten seconds: presence
 * is not stored, and that of a crashed process expires with it.
 */
export function openPresenceService({ bus, delivery, connections, now }: PresenceServiceOptions): PresenceService {
  const presence = new RoomPresence(now)
  const messageFor = (room: Room): ServerMessage => ({ type: 'presence', data: { room, members: [...presence.in(room)] } })

  function send(room: Room) {
    for (const memberId of delivery.channelOf(room)?.toAll(messageFor(room)) ?? []) {
      connections.get(memberId)?.deferPresenceOf(room)
      delivery.slowConsumers.add(memberId)
    }
  }

  const unsubscribe = bus.subscribe('presence', (signal) => {
    const { room, user, doing, subject } = signal
    // Without a subscriber here the room's presence is not kept up to date.
    if (!delivery.channelOf(room)) return presence.clear(room)
    if (doing) presence.set(room, user, doing, subject)
    else {
      // The user left with one of several clients: another one here announces the user again before the absence shows.
      const [other] = connections.ofUser(user.userId).flatMap((connection) => connection.announcedIn(room, now()) ?? [])
      if (other) return bus.publish('presence', other)
      if (!presence.leave(room, user.userId)) return
    }
    send(room)
  })
  const expiry = setInterval(() => {
    for (const room of presence.expire()) send(room)
  }, EXPIRY_CHECK_MS).unref()

  return {
    messageFor,
    announce(connection, room, doing, subject) {
      const { userId, name } = connection.session.user
      const signal = { room, user: { userId, name }, doing, ...(subject === undefined ? {} : { subject }) }
      connection.announce(signal, now().getTime() + PRESENCE_TTL_MS)
      bus.publish('presence', signal)
    },
    leave(connection, room) {
      const { userId, name } = connection.session.user
      if (connection.withdrawIn(room)) bus.publish('presence', { room, user: { userId, name }, doing: null })
    },
    close() {
      unsubscribe()
      clearInterval(expiry)
    },
  }
}
