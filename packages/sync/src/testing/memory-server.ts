import { type Room, rooms } from '@wardline/events'
import { presenceSchema, type ServerMessage, type Subscribed, subscriptionSchema, unsubscriptionSchema } from '../protocol/index.ts'
import { RoomDelivery, type RoomLogReader, RoomPresence, sendHeadTicks, subscribe } from '../server/index.ts'
import { type MemoryClient, MemoryConnection, type MemoryUser } from './memory-connection.ts'

export interface MemoryServerOptions {
  readonly log: RoomLogReader
  readonly onError?: (error: unknown) => void
}

const fail = (error: unknown) => {
  throw error
}
/** There is no other process. */
const noBus = { follow: async () => {}, unfollow: () => {} }

/**
 * The server's end of the protocol in memory, over any room log: subscribing, delivery, back-pressure, ticks and presence
 * are the product's own. Behind the web app's tests, the fuzz and the frontend-only mode.
 */
export class MemoryServer {
  readonly delivery: RoomDelivery
  /** Reports with each tick that events of other processes arrive late. */
  isDelayed = false
  readonly #log: RoomLogReader
  readonly #onError: (error: unknown) => void
  readonly #connections = new Map<string, MemoryConnection>()
  readonly #shards = new Map<string, Set<string>>()
  readonly #presence = new RoomPresence(() => new Date())
  readonly #closedRooms = new Set<Room>()
  #lastId = 0
  #isOpen = true

  constructor({ log, onError = fail }: MemoryServerOptions) {
    this.#log = log
    this.#onError = onError
    const send = (id: string, message: ServerMessage) => this.#connections.get(id)?.send(message) ?? true
    this.delivery = new RoomDelivery({
      log,
      broadcaster: {
        join: (id, shard) => this.#shards.set(shard, (this.#shards.get(shard) ?? new Set()).add(id)),
        leave: (id, shard) => this.#shards.get(shard)?.delete(id),
        toShard: (shard, message) => [...(this.#shards.get(shard) ?? [])].filter((id) => !send(id, message)),
        toMember: send,
        isWritable: (id) => this.#connections.get(id)?.isWritable ?? true,
      },
      bus: noBus,
      onError,
      onWindowTimeout: (id) => this.#connections.get(id)?.client.close(),
    })
    log.onEpochChanged(() => this.#isOpen && void this.delivery.resetForEpoch())
  }

  get connections(): readonly MemoryConnection[] {
    return [...this.#connections.values()]
  }

  connect(user: MemoryUser, client: MemoryClient): MemoryConnection {
    this.#lastId += 1
    const connection = new MemoryConnection(`c${this.#lastId}`, user, client)
    this.#connections.set(connection.id, connection)
    return connection
  }

  disconnect(connection: MemoryConnection): void {
    this.#connections.delete(connection.id)
    for (const room of connection.rooms) {
      this.delivery.leave(room, connection.id)
      if (this.#presence.leave(room, connection.userId)) this.#sendPresence(room)
    }
    connection.requests.clear()
  }

  /** Closes every connection; whether another is accepted is the transport's decision. */
  disconnectAll(): void {
    for (const connection of this.connections) {
      this.disconnect(connection)
      connection.client.close()
    }
  }

  /** Returns the acknowledgement of a client's message; never resolves once the connection is closed. */
  async request(connection: MemoryConnection, name: string, payload: unknown): Promise<unknown> {
    if (!this.#connections.has(connection.id)) return await new Promise(() => {})
    if (name === 'subscription') return await this.#subscribe(connection, payload)
    if (name === 'unsubscription') return this.#unsubscribe(connection, payload)
    if (name === 'presence') return this.#announce(connection, payload)
    return {}
  }

  tick(): Promise<void> {
    const { delivery } = this
    return sendHeadTicks({
      log: this.#log,
      delivery,
      connections: () => this.connections,
      isDelayed: () => this.isDelayed,
      onError: this.#onError,
    })
  }

  /** Revokes the right to a room: its members leave and no one enters (RT10). */
  revoke(room: Room): void {
    this.#closedRooms.add(room)
    for (const connection of this.connections) {
      if (!connection.rooms.includes(room)) continue
      this.delivery.leave(room, connection.id)
      connection.requests.remove(room)
      connection.client.send('revoked', { room })
    }
  }

  /** Sends a frame to every client, as it is. */
  broadcast(name: string, payload: unknown): void {
    for (const { client } of this.connections) client.send(name, payload)
  }

  subscribersOf(room: Room): number {
    return this.delivery.channelOf(room)?.size ?? 0
  }

  close(): void {
    this.#isOpen = false
    this.delivery.close()
    this.disconnectAll()
    this.#shards.clear()
  }

  async #subscribe(connection: MemoryConnection, payload: unknown): Promise<unknown> {
    const { success, data: message } = subscriptionSchema.safeParse(payload)
    if (!success) return { refused: 'INVALID_INPUT' }
    const names = [...new Set([...(message.rooms ?? []), ...(message.patient_ids ?? []).map((id) => rooms.patient(id))])]
    connection.requests.subscribe(message.subscription_id, names, message.resource_types ? new Set(message.resource_types) : null)
    return await new Promise<Subscribed>((resolve, reject) => {
      subscribe(
        { delivery: this.delivery, log: this.#log },
        {
          member: connection,
          rooms: names.map((room) => ({ room, filter: connection.requests.filterOf(room), after: message.after?.[room] ?? null })),
          openTo: async (among) => new Set(among.filter((room) => !this.#closedRooms.has(room))),
          acknowledge: (answers) => {
            for (const [room, answer] of Object.entries(answers)) if ('refused' in answer) connection.requests.remove(room as Room)
            // Disconnected while the log was read.
            if (!this.#connections.has(connection.id)) for (const room of names) this.delivery.leave(room, connection.id)
            else resolve({ subscription_id: message.subscription_id, epoch: this.#log.epoch, rooms: answers })
          },
        },
      ).catch(reject)
    })
  }

  #unsubscribe(connection: MemoryConnection, payload: unknown): object {
    const { subscription_id } = unsubscriptionSchema.parse(payload)
    for (const room of connection.requests.unsubscribe(subscription_id)) this.delivery.leave(room, connection.id)
    return {}
  }

  #announce(connection: MemoryConnection, payload: unknown): object {
    const { room, doing, subject } = presenceSchema.parse(payload)
    if (!this.delivery.channelOf(room)?.subscriberOf(connection.id)) return { refused: 'NOT_ALLOWED' }
    const { userId, name } = connection.user
    this.#presence.set(room, { userId, name }, doing, subject)
    this.#sendPresence(room)
    return {}
  }

  #sendPresence(room: Room): void {
    this.delivery.channelOf(room)?.toAll({ type: 'presence', data: { room, members: [...this.#presence.in(room)] } })
  }
}
