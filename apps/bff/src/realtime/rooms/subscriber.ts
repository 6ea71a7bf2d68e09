import type { Audience, Room } from '@wardline/events'
import type { ResyncReason } from '@wardline/sync/protocol'
import type { LogEntry } from '../../record/log/positions.ts'
import type { Wanted } from './frames.ts'

/** Somebody who reads rooms through one socket. */
export interface Member {
  readonly id: string
  readonly userId: string
  readonly audience: Audience
}

/**
 * A member's place in a room.
 * `waiting`: attached before the log is read; what arrives meanwhile is kept (RT8).
 * `following`: answered; gets its frames one by one until the shared stream has passed the answer.
 * `joined`: one of a shard that is sent the same bytes.
 * `lagging`: its socket's window is closed; the log brings what it lacks once that has room again (RT15).
 */
export interface Subscriber {
  readonly room: Room
  readonly member: Member
  wanted: Wanted
  state: 'waiting' | 'following' | 'joined' | 'lagging'
  /** Everything up to here has been sent. */
  sentUpTo: number
  buffer: LogEntry[]
  shard: string | null
  /** While it lags: an alert is among what it lacks. */
  urgent: boolean
  /** While it lags: why the log cannot bring what it lacks (RT7). */
  pendingResync: ResyncReason | null
}

export const subscriberFor = (room: Room, member: Member, wanted: Wanted): Subscriber => ({
  room,
  member,
  wanted,
  state: 'waiting',
  sentUpTo: 0,
  buffer: [],
  shard: null,
  urgent: false,
  pendingResync: null,
})
