import type { ServerMessage } from '../../protocol/index.ts'

/** Sends frames to sockets. A shard is a set of sockets that receive the same bytes in one turn. */
export interface Broadcaster {
  join(memberId: string, shard: string): void
  leave(memberId: string, shard: string): void
  /** Returns the members that were not sent the message because their send window is closed (RT15). */
  toShard(shard: string, message: ServerMessage): readonly string[]
  /** Returns false when the message was not sent because the member's send window is closed. */
  toMember(memberId: string, message: ServerMessage): boolean
  /** Whether a closed window has reopened; true for a member that has left. */
  isWritable(memberId: string): boolean
}

/** Members of a shard: writing to so many takes about four milliseconds, then other work gets its turn (RT21). */
export const SHARD_SIZE = 200
