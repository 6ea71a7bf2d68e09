/** What a transport reports. */
export interface TransportEvents {
  readonly onOpen: () => void
  /** Lost or refused. A ticket lives 30 s, so another attempt with a fresh one is always worthwhile. */
  readonly onClose: () => void
  /** A message by name with an unchecked payload. */
  readonly onMessage: (name: string, payload: unknown) => void
}

/**
 * The seam between the client and its socket: one connection at a time, requests with acknowledgements, messages.
 * Retries belong to the `ConnectionManager`.
 */
export interface Transport {
  /** Opens with a fresh one-use ticket; closes an open connection first. */
  open(ticket: string, events: TransportEvents): void
  /** Resolves with the acknowledgement; rejects when the connection closes or the acknowledgement is late. */
  request(name: string, payload: unknown): Promise<unknown>
  close(): void
}
