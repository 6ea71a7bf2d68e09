import type { Room } from '@wardline/events'
import type { RoomHead } from '../../record/log/positions.ts'
import { lastOf } from '../../record/log/positions.ts'
import type { RoomLogReader } from '../../record/log/room-log.ts'
import type { Connection } from '../connections/connection.ts'
import type { Delivery } from '../delivery.ts'
import { SHARD } from '../rooms/broadcaster.ts'

export interface HeadTicksOptions {
  readonly log: RoomLogReader
  readonly delivery: Delivery
  readonly connections: () => Iterable<Pick<Connection, 'id' | 'audience' | 'rooms' | 'sendLatest'>>
  /** What happens on other processes is found by reading the log, and not told: it comes up to a beat late. */
  readonly isDelayed?: () => boolean
  readonly failed: (error: unknown) => void
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * One beat (RT5): asks the log where every room stands, wakes delivery where a wake-up was lost, and tells each
 * socket the newest number that its audience was sent. The numbers come from the log and not from what was
 * delivered: a frame that got lost on the way shows, also the last one. A log that began anew shows too, and one that
 * stands further back than it did was restored and does not know it (RT7): nobody is told any number of it.
 */
export async function startHeadTicks({ log, delivery, connections, isDelayed = () => false, failed }: HeadTicksOptions): Promise<void> {
  const { rooms } = delivery
  const { epoch } = log
  const stood = new Map(rooms.map((room) => [room, delivery.channelOf(room)?.position ?? 0]))
  let heads: ReadonlyMap<Room, RoomHead>
  try {
    await log.look()
    heads = await log.heads(rooms)
    if ([...heads].some(([room, { seq }]) => seq < (stood.get(room) ?? 0)) && log.epoch === epoch) await log.beginNewLife()
  } catch (error) {
    // Without a tick the screens say Delayed, which is what they are.
    return failed(error)
  }
  if (log.epoch !== epoch) return
  const late = [...heads].filter(([room, head]) => (delivery.channelOf(room)?.position ?? head.seq) < head.seq).map(([room]) => room)
  if (late.length > 0) delivery.wake({ rooms: late, entries: [] })

  const delayed = isDelayed() ? { delayed: true } : {}
  let told = 0
  for (const connection of [...connections()]) {
    const seen = connection.rooms.flatMap((room) => {
      const head = heads.get(room)
      const seat = delivery.channelOf(room)?.subscriberOf(connection.id)
      // A room whose frames are just leaving or wait for a window is left for the next beat: asking would bring them twice.
      return head && seat && seat.state !== 'lagging' && !late.includes(room) ? [[room, lastOf(head, connection.audience)] as const] : []
    })
    connection.sendLatest({ type: 'tick', data: { epoch: log.epoch, heads: Object.fromEntries(seen), ...delayed } })
    told += 1
    if (told % SHARD === 0) await turn()
  }
}
