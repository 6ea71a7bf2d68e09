import type { Socket as Line } from 'engine.io'

/** What one socket may have been handed and not yet got rid of (RT15). */
export const WINDOW = { frames: 256, bytes: 1024 * 1024 }

/** Engine.IO has one batch on its way and gathers the next meanwhile: each is half of the window. */
const GATHERED = WINDOW.frames / 2

interface Framed {
  readonly wsPreEncodedFrame?: readonly Buffer[]
}
/** Engine.IO keeps them to itself. */
interface Inside {
  readonly writeBuffer: readonly { readonly data?: unknown; readonly options?: Framed }[]
  readonly transport: { readonly writable: boolean; readonly socket?: { readonly bufferedAmount: number; terminate(): void } }
}

function bytesWaiting({ writeBuffer, transport }: Inside): number {
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data, options } of writeBuffer) bytes += options?.wsPreEncodedFrame?.[0]?.length ?? (data as string | undefined)?.length ?? 0
  return bytes
}

const inside = (line: Line) => line as unknown as Inside

/** Whether a line can be handed so much more. One that has got rid of everything takes any frame, however large. */
export function canSend(line: Line, bytes: number): boolean {
  const { writeBuffer, transport } = inside(line)
  if (transport.writable && writeBuffer.length === 0) return true
  return writeBuffer.length < GATHERED && bytesWaiting(inside(line)) + bytes <= WINDOW.bytes
}

/** Whether a line that took no more has got rid of so much that it pays to go on. */
export const isWritable = (line: Line): boolean =>
  inside(line).writeBuffer.length <= GATHERED / 2 && bytesWaiting(inside(line)) <= WINDOW.bytes / 2

/** What it was handed and has not got rid of. */
export const queuedIn = (line: Line) => ({ frames: inside(line).writeBuffer.length, bytes: bytesWaiting(inside(line)) })

/** What is said last to somebody who takes nothing any more is not waited for longer than this. */
const LAST_WORDS_MS = 2_000

/** Ends a line that has been told to close and does not: what it was handed would stay in memory until a ping is missed. */
export function closeLagging(line: Line): void {
  const { socket } = inside(line).transport
  setTimeout(() => socket?.terminate(), LAST_WORDS_MS).unref()
}
