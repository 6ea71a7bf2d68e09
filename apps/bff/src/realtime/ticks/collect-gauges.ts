import type { RoomDelivery } from '@wardline/sync/server'
import type { Socket } from 'engine.io'
import type { Metrics } from '../../observability/metrics.ts'
import { queuedIn } from '../transport/send-window.ts'

/** Sets the gauges that are sampled with each heartbeat (V1–V3): rooms, members, queued frames and bytes. */
export function collectGauges(
  metrics: Metrics,
  { delivery, sockets }: { readonly delivery: RoomDelivery; readonly sockets: readonly Socket[] },
): void {
  // Observed rooms without a member do not count.
  const sizes = delivery.rooms.map((room) => delivery.channelOf(room)?.size ?? 0).filter((size) => size > 0)
  metrics.rooms.set(sizes.length)
  metrics.members.set({ which: 'largest' }, Math.max(0, ...sizes))
  metrics.members.set({ which: 'mean' }, sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) / sizes.length : 0)
  metrics.closedWindows.set(delivery.slowConsumers.size)
  let [frames, bytes] = [0, 0]
  for (const socket of sockets) {
    const queued = queuedIn(socket)
    frames += queued.frames
    bytes += queued.bytes
  }
  metrics.framesWaiting.set(frames)
  metrics.bytesWaiting.set(bytes)
}
