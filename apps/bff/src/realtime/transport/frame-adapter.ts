import { Adapter } from 'socket.io-adapter'
import { canSend } from './send-window.ts'
import { encodeMessage } from './websocket-encoding.ts'

type Event = readonly [name: string, ...payload: unknown[]]

/** The outcome of sending one frame. */
export interface SendResult {
  readonly sent: number
  /** Not sent: their window is closed (RT15). */
  readonly closed: readonly string[]
}

const none: readonly string[] = []

/**
 * Socket.IO's rooms with two differences: a message to a room is serialised and framed once, in one buffer, for all its
 * members (the library's adapter also frames once, but in two buffers, which doubled the work of every socket); and a
 * socket with a closed window is sent nothing more.
 */
export class FrameAdapter extends Adapter {
  toRoom(room: string, event: Event): SendResult {
    return this.#send(this.rooms.get(room) ?? none, event)
  }

  toOne(id: string, event: Event): SendResult {
    return this.#send([id], event)
  }

  #send(ids: Iterable<string>, event: Event): SendResult {
    const { text, frame } = encodeMessage(event)
    // Engine.IO accepts an encoded frame; the text is for other transports.
    const options = { compress: false, wsPreEncodedFrame: [frame] }
    let sent = 0
    let closed: string[] | null = null
    for (const id of ids) {
      const socket = this.nsp.sockets.get(id)?.conn
      if (!socket) continue
      if (canSend(socket, frame.length)) {
        socket.write(text, options)
        sent += 1
      } else {
        closed ??= []
        closed.push(id)
      }
    }
    return { sent, closed: closed ?? none }
  }
}
