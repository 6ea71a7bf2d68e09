import { type Epoch, type Position, parseRoom, type Room } from '@wardline/events'
import type { RoomAnswer } from '@wardline/sync/protocol'
import type { RefusalCode } from '../../commands/refusal.ts'
import type { ReadOf, RoomLogReader } from '../../record/log/room-log.ts'
import type { Delivery } from '../delivery.ts'
import { updatesFor, type Wanted } from './frames.ts'
import type { RoomChannel } from './room-channel.ts'
import type { Member, Subscriber } from './subscriber.ts'

/** More than this is read faster as a new snapshot. */
const MISSED_AT_MOST = 1000

export interface RoomRequest {
  readonly room: Room
  readonly wanted: Wanted
  /** Where the asker stands; null begins at the head. */
  readonly after: Position | null
}

export interface SubscribeRequest {
  readonly member: Member
  readonly asked: readonly RoomRequest[]
  /** Asked while the seats already wait, so that a right lost in between is seen here or by the re-check (RT10). */
  readonly may: (rooms: readonly Room[]) => Promise<ReadonlySet<Room>>
  /** Sends the answer; what was kept follows in the same turn. */
  readonly answer: (rooms: Readonly<Record<Room, RoomAnswer>>) => void
}

interface Place {
  readonly asked: RoomRequest
  readonly channel: RoomChannel
  readonly seat: Subscriber
}

/** Why a position is worth nothing, or null when it can be carried on from (RT7). */
function resyncFor({ epoch, seq }: Position, of: Epoch, { head, entries }: ReadOf) {
  if (epoch !== of) return 'epoch-changed' as const
  if (seq > head.seq) return 'beyond-head' as const
  if (seq + 1 < head.low) return 'below-low' as const
  if ((entries.at(-1)?.seq ?? seq) < head.seq) return 'too-far-behind' as const
  return null
}

/** What a member of the room is told when they may not enter it. */
export const refusedRoom = (room: Room): { refused: RefusalCode } => ({
  refused: parseRoom(room)?.kind === 'patient' ? 'NO_ACCESS_TO_PATIENT' : 'NOT_ALLOWED',
})

/** A place from which the whole log is behind: only the head is read. */
const NOTHING_AFTER = Number.MAX_SAFE_INTEGER

/** Attach, listen to the other processes, read the log up to its head, answer, then let go what was kept: nothing is lost, nothing comes twice (RT8). */
export async function subscribe(
  { delivery, log }: { delivery: Delivery; log: RoomLogReader },
  { member, asked, may, answer }: SubscribeRequest,
): Promise<void> {
  // Somebody who has read under another epoch may know better.
  if (asked.some(({ after }) => after && after.epoch !== log.epoch)) await log.look()
  const { epoch } = log
  const places = asked.map((one): Place => {
    const channel = delivery.enter(one.room)
    return { asked: one, channel, seat: channel.subscribe(member, one.wanted) }
  })

  /** Whether the stream itself can answer: the asker lacks nothing of what it has sent. */
  const needsNoLog = ({ asked: { after }, channel }: Place) =>
    after === null ? channel.position !== null : after.epoch === log.epoch && channel.lacksNothing(after.seq, member.audience)

  function answerFor({ asked: { after, wanted }, channel, seat }: Place, of: ReadOf | undefined): RoomAnswer {
    // What was read is of before the log began anew, or of before the room did.
    const owed = log.epoch === epoch ? seat.pendingResync : 'epoch-changed'
    seat.pendingResync = null
    if (owed) return { resync: owed, head: channel.position ?? 0 }
    if (of) channel.cursor.begin(of.head)
    const head = of ? of.head.seq : (channel.position ?? 0)
    if (!of || !after) return { head, missed: [] }
    const resync = resyncFor(after, log.epoch, of)
    return resync ? { resync, head } : { head, missed: updatesFor({ audience: member.audience, wanted }, log.epoch, of.entries) }
  }

  try {
    const of = asked.map(({ room }) => room)
    await delivery.busSubscriptions.all(of)
    const allowed = await may(of)
    const unread = places.filter((place) => allowed.has(place.asked.room) && !needsNoLog(place))
    const after = new Map(
      unread.map(({ asked: { room, after } }) => [room, after?.epoch === log.epoch ? after.seq : NOTHING_AFTER] as const),
    )
    const read = after.size > 0 ? await log.read(after, MISSED_AT_MOST) : new Map<Room, ReadOf>()

    const answers: Record<Room, RoomAnswer> = {}
    const seated: (() => void)[] = []
    for (const place of places) {
      const { room } = place.asked
      // The seat is gone when the right was lost or the room left meanwhile; another one when it was asked for again.
      const seat = place.channel.subscriberOf(member.id)
      if (!allowed.has(room) || !seat) {
        answers[room] = refusedRoom(room)
        delivery.leave(room, member.id)
        continue
      }
      const told = answerFor(place, read.get(room))
      answers[room] = told
      if (seat !== place.seat || 'refused' in told) continue
      seated.push(() => {
        place.channel.answered(place.seat, told.head)
        delivery.attend(place.channel)
      })
    }
    answer(answers)
    for (const sit of seated) sit()
  } catch (error) {
    for (const { asked, channel, seat } of places) if (channel.subscriberOf(member.id) === seat) delivery.leave(asked.room, member.id)
    throw error
  }
}
