import type { Transport, TransportEvents } from '../client/index.ts'
import type { MemoryClient } from './memory-connection.ts'

/** The server as a transport reaches it. */
export interface MemoryEndpoint {
  request(name: string, payload: unknown): Promise<unknown>
  onClosed(): void
}

type Carry = (deliver: () => void) => void

/** How one connection carries each kind of message: a test loses, repeats, delays and reorders them here. */
export interface MemoryLink {
  readonly message: Carry
  readonly request: Carry
  readonly acknowledgement: Carry
}

export interface MemoryNetwork {
  /** Schedules the end of the handshake. */
  handshake: Carry
  /** Schedules a disconnection by the server. */
  disconnection: Carry
  /** @param isCurrent false once the connection was replaced: nothing more is delivered */
  link(isCurrent: () => boolean): MemoryLink
  /** A request without acknowledgement fails after this time; absent: never. */
  readonly timeoutMs?: number
}

export interface MemoryTransport extends Transport {
  /** Breaks the open connection; both ends notice. */
  cut(): void
}

const copyOf = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload))

/**
 * A transport to a server in memory. Payloads are copied as bytes would be: undefined fields are not sent, and no object is
 * shared. @param connect returns null while the server is down
 */
export function memoryTransport(network: MemoryNetwork, connect: (client: MemoryClient) => MemoryEndpoint | null): MemoryTransport {
  let endpoint: MemoryEndpoint | null = null
  let link: MemoryLink | null = null
  let pending = new Set<(error: Error) => void>()
  let generation = 0
  let cut = () => {}

  const close = () => {
    generation += 1
    const open = endpoint
    endpoint = null
    for (const reject of pending) reject(new Error('The connection closed.'))
    pending = new Set()
    open?.onClosed()
  }

  return {
    open(_ticket: string, { onOpen, onClose, onMessage }: TransportEvents) {
      close()
      const own = generation
      const isCurrent = () => own === generation
      cut = () => {
        if (!isCurrent()) return
        close()
        onClose()
      }
      const disconnect = cut
      network.handshake(() => {
        if (!isCurrent()) return
        const opened = network.link(isCurrent)
        link = opened
        endpoint = connect({
          send(name, payload) {
            const copy = JSON.stringify(payload)
            opened.message(() => onMessage(name, JSON.parse(copy)))
          },
          close: () => network.disconnection(disconnect),
        })
        if (endpoint) onOpen()
        else onClose()
      })
    },
    request: (name, payload) =>
      new Promise((resolve, reject) => {
        const [to, via] = [endpoint, link]
        if (!to || !via) return reject(new Error('The connection is closed.'))
        pending.add(reject)
        const { timeoutMs } = network
        if (timeoutMs !== undefined)
          setTimeout(() => pending.delete(reject) && reject(new Error('The acknowledgement is late.')), timeoutMs)
        const sent = copyOf(payload)
        via.request(() => {
          void to.request(name, sent).then((answer) => {
            const reply = copyOf(answer)
            via.acknowledgement(() => pending.delete(reject) && resolve(reply))
          }, reject)
        })
      }),
    close,
    cut: () => cut(),
  }
}
