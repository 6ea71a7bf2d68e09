/** What the other end of a line may say without being asked: a name and an unchecked payload. */
export interface TransportEvents {
  readonly opened: () => void
  /** Lost, or not wanted: a ticket lives 30 s, so that another attempt with a fresh one is always worth it. */
  readonly closed: () => void
  readonly message: (name: string, payload: unknown) => void
}

/**
 * The seam between the workflow and Socket.IO: one attempt at a time, questions with answers, messages. Tests
 * and the frontend-only mode put their own line here.
 */
export interface Transport {
  /** Opens with a fresh one-use ticket; a line that is open already is closed first. */
  open(ticket: string, events: TransportEvents): void
  /** Rejects when the line closes or no answer comes in time. */
  ask(name: string, payload: unknown): Promise<unknown>
  close(): void
}
