import type { Audience, Room } from '@wardline/events'
import type { ServerMessage } from '../protocol/index.ts'
import { type Member, RoomRequests, type TickReceiver } from '../server/index.ts'

export interface MemoryUser {
  readonly userId: string
  readonly name: string
  readonly audience: Audience
}

/** The client's end of a connection in memory. */
export interface MemoryClient {
  send(name: string, payload: unknown): void
  close(): void
}

/** The server's end of a connection in memory. */
export class MemoryConnection implements Member, TickReceiver {
  readonly id: string
  readonly user: MemoryUser
  readonly client: MemoryClient
  readonly requests = new RoomRequests()
  /** Whether the send window is open (RT15). */
  isWritable = true

  constructor(id: string, user: MemoryUser, client: MemoryClient) {
    this.id = id
    this.user = user
    this.client = client
  }

  get userId(): string {
    return this.user.userId
  }
  get audience(): Audience {
    return this.user.audience
  }
  get rooms(): readonly Room[] {
    return this.requests.rooms
  }

  /** Returns false when the window is closed. */
  send({ type, data }: ServerMessage): boolean {
    if (this.isWritable) this.client.send(type, data)
    return this.isWritable
  }
  sendLatest(message: ServerMessage): void {
    this.send(message)
  }
}
