import type { Server } from 'socket.io'
import type { Outlet } from './outlet.ts'

/** Shards are Socket.IO rooms. */
export const socketOutlet = (io: Server): Outlet => ({
  join: (memberId, shard) => void io.sockets.sockets.get(memberId)?.join(shard),
  leave: (memberId, shard) => void io.sockets.sockets.get(memberId)?.leave(shard),
  toShard: (shard, { type, data }) => void io.to(shard).emit(type, data),
  toMember: (memberId, { type, data }) => void io.sockets.sockets.get(memberId)?.emit(type, data),
})
