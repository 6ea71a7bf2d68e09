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

export interface TestSocket {
  readonly io: Socket
  /** Everything that came, in order; what `wire.ts` does not know fails the test that waits for it. */
  readonly messages: readonly ServerMessage[]
  ask(name: string, data: object): Promise<unknown>
  enter(room: Room, after?: Position, resourceTypes?: readonly string[]): Promise<RoomAnswer>
  /** The numbers of a room that came, in order. */
  seqs(room: Room): readonly number[]
  updates(room: Room): readonly Update[]
  /** The next message of a type that has not been waited for, or the first that already came. */
  next<T extends ServerMessageType>(type: T, that?: (data: ServerMessage<T>['data']) => boolean): Promise<ServerMessage<T>['data']>
  /** Resolves when the condition holds; looked at whenever something comes. */
  until(condition: () => boolean): Promise<void>
  closed(): Promise<string>
  close(): void
}

/** A client as a browser is one: Socket.IO, websocket only, frames read by `wire.ts`. Rejects when the door stays shut. */
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
    const taken = new Set<ServerMessage>()
    const waiting = new Set<() => void>()
    const closing = Promise.withResolvers<string>()
    socket.onAny((name: string, data: unknown) => {
      const message = parseServerMessage(name, data)
      if (message.type === 'unknown') throw new Error(`unknown message: ${message.name} ${message.why}`)
      messages.push(message)
      for (const look of waiting) look()
    })
    socket.on('disconnect', (reason) => {
      closing.resolve(reason)
      // A line that broke while it was being made says no more than this.
      reject(new Error(reason))
    })
    socket.on('connect_error', (error) => {
      socket.close()
      reject(error)
    })
    const until = (condition: () => boolean) =>
      new Promise<void>((done) => {
        const look = () => {
          if (!condition()) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
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
          const answer = (await ask('subscription', {
            subscription_id: randomUUID(),
            rooms: [room],
            ...(after ? { after: { [room]: after } } : {}),
            ...(resourceTypes ? { resource_types: resourceTypes } : {}),
          })) as Subscribed
          return answer.rooms[room] as RoomAnswer
        },
        seqs: (room) => updates(room).map((update) => update.positions[room]?.seq ?? 0),
        updates,
        async next(type, that = () => true) {
          let found: ServerMessage | undefined
          await until(() => {
            found = messages.find((message) => message.type === type && !taken.has(message) && that(message.data as never))
            return found !== undefined
          })
          if (!found) throw new Error('found and lost')
          taken.add(found)
          return found.data as never
        },
        until,
        closed: () => closing.promise,
        close: () => void socket.close(),
      }),
    )
  })
}
