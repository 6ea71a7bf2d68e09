import { Adapter } from 'socket.io-adapter'
import { canSend } from './send-window.ts'
import { encoded } from './websocket-encoding.ts'

type Event = readonly [name: string, ...payload: unknown[]]

/** Who was handed a frame. */
export interface Handed {
  readonly members: number
  /** Not handed it: their window is closed (RT15). */
  readonly closed: readonly string[]
}

const nobody: readonly string[] = []

/**
 * Socket.IO's own rooms with two differences: what goes to a room is printed and framed once, in one piece, for all its
 * members (the library's adapter frames it once too, but in two pieces, which cost every socket twice the work); and
 * whose window is closed is handed nothing more.
 */
export class FrameAdapter extends Adapter {
  toRoom(room: string, event: Event): Handed {
    return this.#hand(this.rooms.get(room) ?? nobody, event)
  }

  toOne(id: string, event: Event): Handed {
    return this.#hand([id], event)
  }

  #hand(ids: Iterable<string>, event: Event): Handed {
    const { text, frame } = encoded(event)
    // Engine.IO takes a frame that is made already; the text is for other transports.
    const framed = { compress: false, wsPreEncodedFrame: [frame] }
    let members = 0
    let closed: string[] | null = null
    for (const id of ids) {
      const line = this.nsp.sockets.get(id)?.conn
      if (!line) continue
      if (canSend(line, frame.length)) {
        line.write(text, framed)
        members += 1
      } else {
        closed ??= []
        closed.push(id)
      }
    }
    return { members, closed: closed ?? nobody }
  }
}
