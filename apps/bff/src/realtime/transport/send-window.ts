import type { Socket } from 'engine.io'

/** The send window of a socket, its back-pressure: what it may have queued (RT15). */
export const WINDOW = { frames: 256, bytes: 1024 * 1024 }

/** Engine.IO sends one batch while it gathers the next: each may hold half of the window. */
const GATHERED = WINDOW.frames / 2

interface FrameOptions {
  readonly wsPreEncodedFrame?: readonly Buffer[]
}
/** Fields that Engine.IO does not export. */
interface Internals {
  readonly writeBuffer: readonly { readonly data?: unknown; readonly options?: FrameOptions }[]
  readonly transport: { readonly writable: boolean; readonly socket?: { readonly bufferedAmount: number; terminate(): void } }
}
const internalsOf = (socket: Socket) => socket as unknown as Internals

function bytesQueued({ writeBuffer, transport }: Internals): number {
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data, options } of writeBuffer) bytes += options?.wsPreEncodedFrame?.[0]?.length ?? (data as string | undefined)?.length ?? 0
  return bytes
}

/** Whether a socket's window has room for so many bytes. An empty queue takes any frame, however large. */
export function canSend(socket: Socket, bytes: number): boolean {
  const internals = internalsOf(socket)
  if (internals.transport.writable && internals.writeBuffer.length === 0) return true
  return internals.writeBuffer.length < GATHERED && bytesQueued(internals) + bytes <= WINDOW.bytes
}

/** Whether a closed window has drained to half: reopening earlier would close it again at once. */
export const isWritable = (socket: Socket): boolean =>
  internalsOf(socket).writeBuffer.length <= GATHERED / 2 && bytesQueued(internalsOf(socket)) <= WINDOW.bytes / 2

export const queuedIn = (socket: Socket) => ({ frames: internalsOf(socket).writeBuffer.length, bytes: bytesQueued(internalsOf(socket)) })

/** The last messages to a client that no longer reads are abandoned after this time. */
const CLOSE_TIMEOUT_MS = 2_000

/** Terminates a socket that was closed and has not drained; otherwise its queue would stay in memory until a ping is missed. */
export function closeLagging(socket: Socket): void {
  const { socket: websocket } = internalsOf(socket).transport
  setTimeout(() => websocket?.terminate(), CLOSE_TIMEOUT_MS).unref()
}
