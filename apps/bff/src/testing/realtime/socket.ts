import { randomUUID } from 'node:crypto'
import type { Position, Room } from '@wardline/events'
import {
  parseServerMessage,
  type RoomAnswer,
  type ServerMessage,
  type ServerMessageType,
  type Subscribed,
  type Update,
} from '@wardline/sync/protocol'
import { io, type Socket } from 'socket.io-client'

/** A socket that records every message, for tests of the protocol itself. */
export interface TestSocket {
  readonly io: Socket
  /** Every message received, in order. */
  readonly messages: readonly ServerMessage[]
  /** Sends a message and resolves with its acknowledgement. */
  ask(name: string, data: object): Promise<unknown>
  /** Subscribes to one room. */
  enter(room: Room, after?: Position, resourceTypes?: readonly string[]): Promise<RoomAnswer>
  /** The seqs received in a room, in order. */
  seqs(room: Room): readonly number[]
  updates(room: Room): readonly Update[]
  /** Resolves with the next message of a type, or the first one that was received and not yet returned. */
  next<T extends ServerMessageType>(type: T, matches?: (data: ServerMessage<T>['data']) => boolean): Promise<ServerMessage<T>['data']>
  /** Resolves when the condition holds; checked after each message. */
  until(condition: () => boolean): Promise<void>
  /** Resolves with the reason of the disconnection. */
  closed(): Promise<string>
  close(): void
}

/** Connects as a browser does, by websocket only. Rejects when the handshake is refused; throws on an unknown message. */
export function testSocket(url: string, auth: object, options: { query?: Record<string, string>; headers?: Record<string, string> } = {}) {
  return new Promise<TestSocket>((resolve, reject) => {
    const socket = io(url, {
      transports: ['websocket'],
      auth,
      reconnection: false,
      forceNew: true,
      ...(options.query ? { query: options.query } : {}),
      ...(options.headers ? { extraHeaders: options.headers } : {}),
    })
    const messages: ServerMessage[] = []
    const returned = new Set<ServerMessage>()
    const checks = new Set<() => void>()
    const closing = Promise.withResolvers<string>()
    socket.onAny((name: string, data: unknown) => {
      const message = parseServerMessage(name, data)
      if (message.type === 'unknown') throw new Error(`unknown message: ${message.name} ${message.why}`)
      messages.push(message)
      for (const check of checks) check()
    })
    socket.on('disconnect', (reason) => {
      closing.resolve(reason)
      // A connection that breaks during the handshake reports nothing else.
      reject(new Error(reason))
    })
    socket.on('connect_error', (error) => {
      socket.close()
      reject(error)
    })
    const until = (condition: () => boolean) =>
      new Promise<void>((done) => {
        const check = () => {
          if (!condition()) return
          checks.delete(check)
          done()
        }
        checks.add(check)
        check()
      })
    const updates = (room: Room) =>
      messages
        .flatMap((message) => (message.type === 'update' ? [message.data] : message.type === 'updates' ? message.data.updates : []))
        .filter((update) => room in update.positions)
    const ask = (name: string, data: object) => socket.timeout(10_000).emitWithAck(name, data)

    socket.on('connect', () =>
      resolve({
        io: socket,
        messages,
        ask,
        async enter(room, after, resourceTypes) {
          const acknowledgement = (await ask('subscription', {
            subscription_id: randomUUID(),
            rooms: [room],
            ...(after ? { after: { [room]: after } } : {}),
            ...(resourceTypes ? { resource_types: resourceTypes } : {}),
          })) as Subscribed
          return acknowledgement.rooms[room] as RoomAnswer
        },
        seqs: (room) => updates(room).map((update) => update.positions[room]?.seq ?? 0),
        updates,
        async next(type, matches = () => true) {
          let found: ServerMessage | undefined
          await until(() => {
            found = messages.find((message) => message.type === type && !returned.has(message) && matches(message.data as never))
            return found !== undefined
          })
          if (!found) throw new Error('The message was found and lost.')
          returned.add(found)
          return found.data as never
        },
        until,
        closed: () => closing.promise,
        close: () => void socket.close(),
      }),
    )
  })
}
