import type { ServerMessage } from '@wardline/sync/protocol'

/** Carries frames to sockets. A shard is a set of sockets that are sent the same bytes in one turn. */
export interface Broadcaster {
  join(memberId: string, shard: string): void
  leave(memberId: string, shard: string): void
  /** Answers who was not handed it, because their window is closed (RT15). */
  toShard(shard: string, message: ServerMessage): readonly string[]
  /** False when it was not handed over, because the member's window is closed. */
  toMember(memberId: string, message: ServerMessage): boolean
  /** Whether a window that was closed has room again; whoever has left holds up nobody. */
  hasRoomAgain(memberId: string): boolean
}

/** Members of a shard: writing to so many takes about four milliseconds, after which others get their turn (RT21). */
export const SHARD = 200
