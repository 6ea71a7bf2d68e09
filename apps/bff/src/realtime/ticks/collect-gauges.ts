import type { Socket as Line } from 'engine.io'
import type { Metrics } from '../../observability/metrics.ts'
import type { Delivery } from '../delivery.ts'
import { queuedIn } from '../transport/send-window.ts'

/** What stands still long enough to be looked at with every beat (V1–V3): rooms, who is in them, what waits to leave. */
export function collectGauges(metrics: Metrics, { delivery, lines }: { delivery: Delivery; lines: readonly Line[] }): void {
  const sizes = delivery.rooms.map((room) => delivery.channelOf(room)?.size ?? 0)
  metrics.rooms.set(sizes.length)
  metrics.members.set({ which: 'largest' }, Math.max(0, ...sizes))
  metrics.members.set({ which: 'mean' }, sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) / sizes.length : 0)
  metrics.closedWindows.set(delivery.laggards.size)
  let [frames, bytes] = [0, 0]
  for (const line of lines) {
    const waiting = queuedIn(line)
    frames += waiting.frames
    bytes += waiting.bytes
  }
  metrics.framesWaiting.set(frames)
  metrics.bytesWaiting.set(bytes)
}
