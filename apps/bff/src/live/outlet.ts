import type { ServerMessage } from '@wardline/events'

/** Carries frames to sockets. A shard is a set of sockets that are sent the same bytes in one turn. */
export interface Outlet {
  join(memberId: string, shard: string): void
  leave(memberId: string, shard: string): void
  toShard(shard: string, message: ServerMessage): void
  toMember(memberId: string, message: ServerMessage): void
}

/** Members of a shard: writing to so many takes about four milliseconds, after which others get their turn (RT21). */
export const SHARD = 200
