import { parseRoom, type Room, rooms } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'
import type { LogEntry, RoomDelivery, RoomLogReader } from '@wardline/sync/server'
import type { Bus, Signals } from '../../bus/bus.ts'
import type { Connections } from '../connections/connections.ts'
import { NotificationDedupe } from '../connections/notification-dedupe.ts'
import { criticalAlertOf, notificationOf } from './document-messages.ts'

export interface UserNoticesOptions {
  readonly bus: Pick<Bus, 'subscribe'>
  readonly log: Pick<RoomLogReader, 'read'>
  readonly delivery: RoomDelivery
  readonly connections: Connections
  readonly onError: (error: unknown) => void
}

export interface UserNotices {
  /** The user has a first connection here: their room is observed. */
  onConnected(userId: string): void
  onDisconnected(userId: string): void
  /** Entries of a room were delivered. */
  onDelivered(room: Room, entries: readonly LogEntry[]): void
  close(): void
}

/**
 * Sends `critical_alert` and `notification` to the connections of a user. An alert is the delivery of the user's room,
 * translated for connections that did not subscribe to it; screens do, and receive the event itself, once.
 */
export function openUserNotices({ bus, log, delivery, connections, onError }: UserNoticesOptions): UserNotices {
  const dedupe = new NotificationDedupe()

  function send(userId: string, message: ServerMessage, isAddressed: (connectionId: string) => boolean = () => true): void {
    for (const connection of connections.ofUser(userId))
      if (isAddressed(connection.id) && !connection.notify(message)) delivery.slowConsumers.add(connection.id)
  }

  async function notify({ userId, room, seq }: Signals['notice']): Promise<void> {
    if (connections.ofUser(userId).length === 0) return
    const [entry] = (await log.read(new Map([[room, seq - 1]]), 1)).get(room)?.entries ?? []
    const message = entry && notificationOf(entry.event)
    if (message && dedupe.isNew(userId, message)) send(userId, message)
  }
  const unsubscribe = bus.subscribe('notice', (notice) => void notify(notice).catch(onError))

  return {
    onConnected: (userId) => delivery.observe(rooms.user(userId)),
    onDisconnected: (userId) => delivery.unobserve(rooms.user(userId)),
    onDelivered(room, entries) {
      const name = parseRoom(room)
      if (name?.kind !== 'user') return
      const isSubscribed = (connectionId: string) => delivery.channelOf(room)?.subscriberOf(connectionId) != null
      for (const { event } of entries) {
        const message = criticalAlertOf(event)
        if (message) send(name.id, message, (connectionId) => !isSubscribed(connectionId))
      }
    },
    close: unsubscribe,
  }
}
