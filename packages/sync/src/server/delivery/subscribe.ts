import { type Epoch, type Position, parseRoom, type Room } from '@wardline/events'
import type { ResyncReason, RoomAnswer } from '../../protocol/index.ts'
import { AFTER_EVERYTHING } from '../log/positions.ts'
import type { RoomLogReader, RoomRead } from '../log/room-log-reader.ts'
import { type ResourceFilter, updatesFor } from '../rooms/frames.ts'
import type { RoomChannel } from '../rooms/room-channel.ts'
import type { Member, Subscriber } from '../rooms/subscriber.ts'
import type { RoomDelivery } from './room-delivery.ts'

/** More missed events than this are read faster as a new snapshot. */
const MISSED_AT_MOST = 1000

export interface RoomRequest {
  readonly room: Room
  readonly filter: ResourceFilter
  /** The client's position; null starts at the head. */
  readonly after: Position | null
}

export interface SubscribeRequest {
  readonly member: Member
  readonly rooms: readonly RoomRequest[]
  /** Checked while the subscribers are already attached, so that a right lost in between is seen here or by the recheck (RT10). */
  readonly openTo: (rooms: readonly Room[]) => Promise<ReadonlySet<Room>>
  /** Sends the acknowledgement; the buffered entries follow in the same turn. */
  readonly acknowledge: (rooms: Readonly<Record<Room, RoomAnswer>>) => void
}

interface Attached {
  readonly request: RoomRequest
  readonly channel: RoomChannel
  readonly subscriber: Subscriber
}

/** Returns why a position is invalid; null when the log can continue from it (RT7). */
function resyncReasonFor({ epoch, seq }: Position, current: Epoch, { head, entries }: RoomRead): ResyncReason | null {
  if (epoch !== current) return 'epoch-changed'
  if (seq > head.seq) return 'beyond-head'
  if (seq + 1 < head.low) return 'below-low'
  if ((entries.at(-1)?.seq ?? seq) < head.seq) return 'too-far-behind'
  return null
}

/** The answer for a room that the member may not enter. */
const refusalOf = (room: Room): RoomAnswer => ({ refused: parseRoom(room)?.kind === 'patient' ? 'NO_ACCESS_TO_PATIENT' : 'NOT_ALLOWED' })

/**
 * Subscribes without a race (RT8): attaches the subscribers, follows the rooms on the bus, reads the log up to its head,
 * acknowledges, then releases the buffered entries. No event is lost and none is sent twice.
 */
export async function subscribe(
  { delivery, log }: { delivery: RoomDelivery; log: RoomLogReader },
  { member, rooms, openTo, acknowledge }: SubscribeRequest,
): Promise<void> {
  // A client that has read under another epoch may be ahead of this process.
  if (rooms.some(({ after }) => after && after.epoch !== log.epoch)) await log.checkEpoch()
  const { epoch } = log
  const attached = rooms.map((request): Attached => {
    const channel = delivery.enter(request.room)
    return { request, channel, subscriber: channel.subscribe(member, request.filter) }
  })

  /** Whether the stream itself can answer: the client lacks nothing that it has sent. */
  const needsNoLog = ({ request: { after }, channel }: Attached) =>
    after === null ? channel.position !== null : after.epoch === log.epoch && channel.isUpToDate(after.seq, member.audience)

  function answerFor({ request: { after, filter }, channel, subscriber }: Attached, read: RoomRead | undefined): RoomAnswer {
    // A change of the epoch, or a reset of the room, makes what was read invalid.
    const resync = log.epoch === epoch ? subscriber.pendingResync : 'epoch-changed'
    subscriber.clearResync()
    if (resync) return { resync, head: channel.position ?? 0 }
    if (read) channel.cursor.begin(read.head)
    const head = read ? read.head.seq : (channel.position ?? 0)
    if (!read || !after) return { head, missed: [] }
    const reason = resyncReasonFor(after, log.epoch, read)
    if (reason) return { resync: reason, head }
    return { head, missed: [...updatesFor({ audience: member.audience, filter }, log.epoch, read.entries)] }
  }

  try {
    const names = rooms.map(({ room }) => room)
    await delivery.busSubscriptions.ready(names)
    const open = await openTo(names)
    const unread = attached.filter((one) => open.has(one.request.room) && !needsNoLog(one))
    const positions = new Map(
      unread.map(({ request: { room, after } }) => [room, after?.epoch === log.epoch ? after.seq : AFTER_EVERYTHING] as const),
    )
    const reads = positions.size > 0 ? await log.read(positions, MISSED_AT_MOST) : new Map<Room, RoomRead>()

    const answers: Record<Room, RoomAnswer> = {}
    const releases: (() => void)[] = []
    for (const one of attached) {
      const { room } = one.request
      // Gone when the right was lost or the room was left in between; another one when the room was requested again.
      const current = one.channel.subscriberOf(member.id)
      if (!open.has(room) || !current) {
        answers[room] = refusalOf(room)
        delivery.leave(room, member.id)
        continue
      }
      const answer = answerFor(one, reads.get(room))
      answers[room] = answer
      if (current !== one.subscriber || 'refused' in answer) continue
      releases.push(() => {
        one.channel.continueFrom(one.subscriber, answer.head)
        delivery.schedule(one.channel)
      })
    }
    acknowledge(answers)
    for (const release of releases) release()
  } catch (error) {
    for (const { request, channel, subscriber } of attached)
      if (channel.subscriberOf(member.id) === subscriber) delivery.leave(request.room, member.id)
    throw error
  }
}
