import { io, type Socket } from 'socket.io-client'
import type { Transport, TransportEvents } from './transport.ts'

/** A later acknowledgement counts as lost; a shorter limit would repeat the request during a catch-up of a few hundred events. */
const ACKNOWLEDGEMENT_MS = 10_000
const HANDSHAKE_MS = 10_000

export interface SocketIoTransportOptions {
  /** The server of the next attempt; absent: the page's own origin. */
  readonly address?: () => string
  /** Returns the credentials of Socket.IO's `auth`. A browser presents a one-use ticket. */
  readonly credentials?: (ticket: string) => object
}

/** A transport over Socket.IO: websocket only, no retries of its own, credentials in the handshake's `auth` (RT11). */
export function socketIoTransport({
  address = () => '/',
  credentials = (ticket) => ({ ticket }),
}: SocketIoTransportOptions = {}): Transport {
  let socket: Socket | null = null
  /** The last connection broke; sent with the next handshake, so that the server's metrics count reconnects. */
  let isReconnect = false

  const close = () => {
    socket?.removeAllListeners()
    socket?.offAny()
    socket?.disconnect()
    socket = null
  }

  return {
    open(ticket: string, { onOpen, onClose, onMessage }: TransportEvents) {
      close()
      const opening = io(address(), {
        transports: ['websocket'],
        auth: { ...credentials(ticket), again: isReconnect },
        reconnection: false,
        forceNew: true,
        timeout: HANDSHAKE_MS,
      })
      socket = opening
      opening.on('connect', () => {
        isReconnect = false
        onOpen()
      })
      opening.on('disconnect', () => {
        isReconnect = true
        onClose()
      })
      opening.on('connect_error', onClose)
      opening.onAny((name: string, payload: unknown) => onMessage(name, payload))
    },
    async request(name, payload) {
      if (!socket?.connected) throw new Error('The connection is closed.')
      return await socket.timeout(ACKNOWLEDGEMENT_MS).emitWithAck(name, payload)
    },
    close,
  }
}
