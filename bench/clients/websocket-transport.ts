import type { Transport, TransportEvents } from '@wardline/sync/client'
import WebSocket from 'ws'

/** Engine.IO and Socket.IO packet types, joined as they appear on the wire. */
const packets = { open: '0', ping: '2', pong: '3', connect: '40', event: '42', acknowledgement: '43', refused: '44' } as const

export interface WebSocketTransportOptions {
  readonly url: string
  readonly token?: string | undefined
  /** `ws`: a bare WebSocket server without Socket.IO's handshake. */
  readonly kind?: 'ws' | 'io'
  /** Receives each frame first, undecoded; returns true when it is not to be decoded. */
  readonly onFrame?: (raw: Buffer) => boolean
  /** Reads an acknowledgement's packet; absent: its decoded data. */
  readonly readAcknowledgement?: (text: string) => unknown
}

let last: { readonly text: string; readonly data: readonly unknown[] } = { text: '', data: [] }

/** Returns the data of a packet. Members of a room receive the same text, so that the last one is decoded once. */
function dataOf(text: string): readonly unknown[] {
  if (text !== last.text) last = { text, data: JSON.parse(text.slice(text.indexOf('['))) as unknown[] }
  return last.data
}

/**
 * A transport that speaks Socket.IO's packets over a bare WebSocket: the full client library would cost more than the
 * server that is measured, and both sides of a comparison use the same clients.
 */
export class WebSocketTransport implements Transport {
  readonly #options: WebSocketTransportOptions
  readonly #pending = new Map<string, { resolve(answer: unknown): void; reject(error: Error): void }>()
  #socket: WebSocket | null = null
  #requests = 0
  /** Why the last connection was refused. */
  refusal: string | null = null

  constructor(options: WebSocketTransportOptions) {
    this.#options = options
  }

  open(_ticket: string, { onOpen, onClose, onMessage }: TransportEvents): void {
    this.close()
    const { url, token, kind = 'io', onFrame } = this.#options
    const address = url.replace('http', 'ws') + (kind === 'io' ? '/socket.io/?EIO=4&transport=websocket' : '')
    const socket = new WebSocket(address, { perMessageDeflate: false })
    this.#socket = socket
    // A refused connection closes too.
    socket.on('error', (error) => {
      this.refusal = String(error)
    })
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#rejectPending()
      onClose()
    })
    if (kind === 'ws') socket.on('open', onOpen)
    socket.on('message', (raw: Buffer) => {
      if (onFrame?.(raw)) return
      const text = raw.toString()
      if (text === packets.ping) socket.send(packets.pong)
      else if (text.startsWith(packets.event)) onMessage(...(dataOf(text) as [string, unknown]))
      else if (text.startsWith(packets.acknowledgement)) this.#acknowledge(text)
      else if (text.startsWith(packets.refused)) {
        this.refusal = text
        socket.terminate()
      } else if (text.startsWith(packets.connect)) onOpen()
      else if (text.startsWith(packets.open)) socket.send(packets.connect + JSON.stringify(token ? { token } : {}))
    })
  }

  request(name: string, payload: unknown): Promise<unknown> {
    const socket = this.#socket
    if (!socket || socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('The connection is closed.'))
    this.#requests += 1
    const id = String(this.#requests)
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      socket.send(`${packets.event}${id}${JSON.stringify([name, payload])}`)
    })
  }

  /** Stays connected and reads no more. */
  pause(): void {
    this.#socket?.pause()
  }

  /** Breaks the connection, as a network does. */
  cut(): void {
    this.#socket?.terminate()
  }

  close(): void {
    const socket = this.#socket
    this.#socket = null
    this.#rejectPending()
    socket?.close()
  }

  /** Closes and resolves once the server has closed too. */
  closed(): Promise<void> {
    const socket = this.#socket
    if (!socket) return Promise.resolve()
    return new Promise((done) => {
      socket.once('close', () => done())
      this.close()
    })
  }

  #acknowledge(text: string): void {
    const id = text.slice(packets.acknowledgement.length, text.indexOf('['))
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    const { readAcknowledgement = (packet) => dataOf(packet)[0] } = this.#options
    pending?.resolve(readAcknowledgement(text))
  }

  #rejectPending(): void {
    for (const { reject } of this.#pending.values()) reject(new Error('The connection closed.'))
    this.#pending.clear()
  }
}
