import { io, type Socket } from 'socket.io-client'
import type { Transport, TransportEvents } from './transport.ts'

/** An answer that takes longer is asked for again; shorter would ask twice in a catch-up of a few hundred events. */
const ANSWER_MS = 10_000
const HANDSHAKE_MS = 10_000

/** The only place that knows Socket.IO: websocket only, no retries of its own, ticket in the handshake's `auth`. */
export function socketIoTransport(): Transport {
  let socket: Socket | null = null
  /** Said at the next opening, so that broken lines are counted where they are looked after. */
  let broke = false

  const close = () => {
    socket?.removeAllListeners()
    socket?.offAny()
    socket?.disconnect()
    socket = null
  }

  return {
    open(ticket: string, events: TransportEvents) {
      close()
      const opening = io({
        transports: ['websocket'],
        auth: { ticket, again: broke },
        reconnection: false,
        forceNew: true,
        timeout: HANDSHAKE_MS,
      })
      socket = opening
      opening.on('connect', () => {
        broke = false
        events.opened()
      })
      opening.on('disconnect', () => {
        broke = true
        events.closed()
      })
      opening.on('connect_error', events.closed)
      opening.onAny((name: string, payload: unknown) => events.message(name, payload))
    },
    async ask(name, payload) {
      if (!socket?.connected) throw new Error('the line is closed')
      return await socket.timeout(ANSWER_MS).emitWithAck(name, payload)
    },
    close,
  }
}
