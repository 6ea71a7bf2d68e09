import type { Server, Socket } from 'socket.io'
import { encoded } from './frame-bytes.ts'
import type { Outlet } from './outlet.ts'

/** Shards over Socket.IO's connections. Its own rooms would keep every membership a second time. */
export function socketOutlet(io: Server): Outlet {
  const shards = new Map<string, Map<string, Socket['conn']>>()

  return {
    join(memberId, shard) {
      const socket = io.sockets.sockets.get(memberId)
      if (!socket) return
      const members = shards.get(shard) ?? new Map<string, Socket['conn']>()
      shards.set(shard, members.set(memberId, socket.conn))
    },
    // By id: whoever hung up is not among the sockets any more.
    leave(memberId, shard) {
      const members = shards.get(shard)
      members?.delete(memberId)
      if (members?.size === 0) shards.delete(shard)
    },
    toShard(shard, message) {
      const { text, frame } = encoded(message)
      // Engine.IO takes a frame that is made already, as Socket.IO's own broadcasts hand it over; the text is for other transports.
      const options = { compress: false, wsPreEncodedFrame: [frame] }
      for (const conn of shards.get(shard)?.values() ?? []) conn.write(text, options)
    },
    toMember: (memberId, { type, data }) => void io.sockets.sockets.get(memberId)?.emit(type, data),
  }
}
