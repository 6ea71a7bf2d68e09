import type { Audience, Room } from '@wardline/events'
import type { ServerMessage } from '../../protocol/index.ts'
import { lastOf, type RoomHead } from '../log/positions.ts'
import type { RoomLogReader } from '../log/room-log-reader.ts'
import { SHARD_SIZE } from '../rooms/broadcaster.ts'
import { nextTurn } from '../timers.ts'
import type { RoomDelivery } from './room-delivery.ts'

/** A connection as ticks use it. */
export interface TickReceiver {
  readonly id: string
  readonly audience: Audience
  readonly rooms: readonly Room[]
  /** Sends unless the window is closed: the next tick replaces this one. */
  sendLatest(message: ServerMessage): void
}

export interface HeadTicksOptions {
  readonly log: RoomLogReader
  readonly delivery: RoomDelivery
  readonly connections: () => Iterable<TickReceiver>
  /** Entries of other processes are found by reading the log, up to one tick late. */
  readonly isDelayed?: () => boolean
  readonly onError: (error: unknown) => void
}

/**
 * Sends one tick (RT5): reads the head of every room, wakes delivery where a wake-up was lost, and sends each socket the
 * newest number of its audience. The heads come from the log and not from delivery, so that the loss of any frame shows,
 * also of the last one. A changed epoch shows too; a head behind the stream means that the log was restored under its
 * old epoch, and no number of it is sent (RT7).
 */
export async function sendHeadTicks({ log, delivery, connections, isDelayed = () => false, onError }: HeadTicksOptions): Promise<void> {
  const { rooms } = delivery
  const { epoch } = log
  const positions = new Map(rooms.map((room) => [room, delivery.channelOf(room)?.position ?? 0]))
  let heads: ReadonlyMap<Room, RoomHead>
  try {
    await log.checkEpoch()
    heads = await log.heads(rooms)
    if ([...heads].some(([room, { seq }]) => seq < (positions.get(room) ?? 0)) && log.epoch === epoch) await log.startNewEpoch()
  } catch (error) {
    // Without a tick the clients show Delayed, which is true.
    return onError(error)
  }
  if (log.epoch !== epoch) return
  const behind = [...heads].filter(([room, head]) => (delivery.channelOf(room)?.position ?? head.seq) < head.seq).map(([room]) => room)
  if (behind.length > 0) delivery.wake({ rooms: behind, entries: [] })

  const delayed = isDelayed() ? { delayed: true } : {}
  let sent = 0
  for (const connection of [...connections()]) {
    const known = connection.rooms.flatMap((room) => {
      const head = heads.get(room)
      const subscriber = delivery.channelOf(room)?.subscriberOf(connection.id)
      // Frames of the room are being sent or wait for a window: a request for them now would send them twice.
      const isComing = subscriber?.state === 'backpressured' || behind.includes(room)
      return head && subscriber && !isComing ? [[room, lastOf(head, connection.audience)] as const] : []
    })
    connection.sendLatest({ type: 'tick', data: { epoch: log.epoch, heads: Object.fromEntries(known), ...delayed } })
    sent += 1
    if (sent % SHARD_SIZE === 0) await new Promise<void>(nextTurn)
  }
}
