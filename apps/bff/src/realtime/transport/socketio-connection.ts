import type { ServerMessage } from '@wardline/sync/protocol'
import type { Socket } from 'socket.io'
import type { Transport } from '../connections/connection.ts'
import { canSend, closeLagging } from './send-window.ts'

/** A connection over Socket.IO. A class, because closures would be created per socket, for thousands of sockets. */
export class SocketIoConnection implements Transport {
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get id(): string {
    return this.#socket.id
  }
  send({ type, data }: ServerMessage): void {
    this.#socket.emit(type, data)
  }
  canSend(): boolean {
    return canSend(this.#socket.conn, 0)
  }
  close(): void {
    closeLagging(this.#socket.conn)
    this.#socket.disconnect(true)
  }
}
