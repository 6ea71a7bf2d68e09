import type { ServerMessage } from '@wardline/sync/protocol'
import type { Server } from 'socket.io'
import type { Metrics } from '../../observability/metrics.ts'
import type { Broadcaster } from '../rooms/broadcaster.ts'
import type { FrameAdapter, Handed } from './frame-adapter.ts'
import { isWritable } from './send-window.ts'

const event = ({ type, data }: ServerMessage) => [type, data] as const

/** Shards are Socket.IO rooms. */
export function socketIoBroadcaster(io: Server, { framesMade, frames }: Pick<Metrics, 'framesMade' | 'frames'>): Broadcaster {
  const { sockets } = io.sockets
  const adapter = io.sockets.adapter as FrameAdapter

  function counted({ members, closed }: Handed): readonly string[] {
    framesMade.inc()
    frames.inc({ outcome: 'handed' }, members)
    if (closed.length > 0) frames.inc({ outcome: 'deferred' }, closed.length)
    return closed
  }

  return {
    join: (memberId, shard) => void sockets.get(memberId)?.join(shard),
    leave: (memberId, shard) => void sockets.get(memberId)?.leave(shard),
    toShard: (shard, message) => counted(adapter.toRoom(shard, event(message))),
    toMember: (memberId, message) => counted(adapter.toOne(memberId, event(message))).length === 0,
    hasRoomAgain(memberId) {
      const line = sockets.get(memberId)?.conn
      return !line || isWritable(line)
    },
  }
}
