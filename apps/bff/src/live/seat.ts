import type { Audience, Room } from '@wardline/events'
import type { LogEntry } from '../record/positions.ts'
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
 */
export interface Seat {
  readonly room: Room
  readonly member: Member
  wanted: Wanted
  state: 'waiting' | 'following' | 'joined'
  /** Everything up to here has been answered. */
  from: number
  kept: LogEntry[]
  shard: string | null
}
