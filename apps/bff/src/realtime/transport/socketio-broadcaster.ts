import type { ServerMessage } from '@wardline/sync/protocol'
import type { Broadcaster } from '@wardline/sync/server'
import type { Server } from 'socket.io'
import type { Metrics } from '../../observability/metrics.ts'
import type { FrameAdapter, SendResult } from './frame-adapter.ts'
import { isWritable } from './send-window.ts'

const event = ({ type, data }: ServerMessage) => [type, data] as const

/** Broadcasts through Socket.IO; shards are its rooms. */
export function socketIoBroadcaster(io: Server, { framesMade, frames }: Pick<Metrics, 'framesMade' | 'frames'>): Broadcaster {
  const { sockets } = io.sockets
  const adapter = io.sockets.adapter as FrameAdapter

  function counted({ sent, closed }: SendResult): readonly string[] {
    framesMade.inc()
    frames.inc({ outcome: 'handed' }, sent)
    if (closed.length > 0) frames.inc({ outcome: 'deferred' }, closed.length)
    return closed
  }

  return {
    join: (memberId, shard) => void sockets.get(memberId)?.join(shard),
    leave: (memberId, shard) => void sockets.get(memberId)?.leave(shard),
    toShard: (shard, message) => counted(adapter.toRoom(shard, event(message))),
    toMember: (memberId, message) => counted(adapter.toOne(memberId, event(message))).length === 0,
    isWritable(memberId) {
      const socket = sockets.get(memberId)?.conn
      return !socket || isWritable(socket)
    },
  }
}
