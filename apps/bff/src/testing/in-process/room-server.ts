import { audienceOf, type Room } from '@wardline/events'
import type { Transport } from '@wardline/sync/client'
import { type MemoryConnection, type MemoryNetwork, MemoryServer, memoryTransport } from '@wardline/sync/testing'
import type { Session } from '../../auth/sessions.ts'
import { roomsOpenTo } from '../../commands/permits.ts'
import type { Core } from '../../composition/services.ts'
import { mayChangeRights } from '../../realtime/connections/room-access.ts'

type RoomServices = Pick<Core, 'log' | 'bus' | 'sessions' | 'rights' | 'logger'>

const soon = (deliver: () => void) => queueMicrotask(deliver)
/** Delivers in order and in a later microtask, as a socket does at its fastest. */
const network: MemoryNetwork = {
  handshake: soon,
  disconnection: soon,
  link: () => ({ message: soon, request: soon, acknowledgement: soon }),
}

/** Sockets without a network: the server's room logic over the room log of the database, with the product's sessions and rights. */
export class RoomServer {
  /** false: new connections are refused. */
  reachable = true
  readonly #services: RoomServices
  readonly #server: MemoryServer
  readonly #sessions = new Map<MemoryConnection, Session>()
  readonly #unsubscribe: readonly (() => void)[]

  constructor(services: RoomServices) {
    this.#services = services
    const { log, bus, rights, logger } = services
    const onError = (error: unknown) => logger.error({ err: error }, 'realtime delivery failed')
    this.#server = new MemoryServer({
      log,
      onError,
      openTo: async (connection, rooms) => {
        const session = this.#sessions.get(connection)
        return session ? roomsOpenTo(session.user, rights, rooms) : new Set()
      },
    })
    this.#unsubscribe = [
      bus.subscribe('recorded', (advanced) => {
        this.#server.delivery.wake(advanced)
        if (mayChangeRights(advanced.entries)) this.#recheck(() => true).catch(onError)
      }),
      bus.subscribe('staffChanged', ({ userId }) => void this.#recheck(({ user }) => user.userId === userId).catch(onError)),
      bus.subscribe('sessionEnded', ({ sessionHash }) => this.#end((session) => session.sessionHash === sessionHash)),
    ]
  }

  /** Whether ticks report that events of other instances arrive late (RT5). */
  set delayed(isDelayed: boolean) {
    this.#server.isDelayed = isDelayed
  }

  /** Returns the transport of one client; each connection redeems a ticket. */
  transport(): Transport {
    return memoryTransport(network, async (client, ticket) => {
      const session = this.reachable ? await this.#services.sessions.redeem(ticket) : null
      if (!session) return null
      const { userId, name, role } = session.user
      const connection = this.#server.connect({ userId, name, audience: audienceOf(role) }, client)
      this.#sessions.set(connection, session)
      return {
        request: (message, payload) => this.#server.request(connection, message, payload),
        onClosed: () => {
          this.#sessions.delete(connection)
          this.#server.disconnect(connection)
        },
      }
    })
  }

  /** Sends every client the heads of its rooms (RT5). */
  tick(): Promise<void> {
    return this.#server.tick()
  }

  /** Breaks every connection. */
  cut(): void {
    this.#server.disconnectAll()
  }

  subscribersOf(room: Room): number {
    return this.#server.subscribersOf(room)
  }

  close(): void {
    for (const stop of this.#unsubscribe) stop()
    this.#server.close()
  }

  /** Takes users out of rooms they lost the right to, and closes connections whose session ended (RT10). */
  async #recheck(isAffected: (session: Session) => boolean): Promise<void> {
    const { sessions, rights } = this.#services
    for (const [connection, session] of this.#sessions) {
      if (!isAffected(session)) continue
      if (!(await sessions.byHash(session.sessionHash))) {
        this.#end((one) => one === session)
        continue
      }
      const open = await roomsOpenTo(session.user, rights, connection.rooms)
      for (const room of connection.rooms) if (!open.has(room)) this.#server.remove(connection, room)
    }
  }

  #end(isEnded: (session: Session) => boolean): void {
    for (const [connection, session] of this.#sessions) {
      if (!isEnded(session)) continue
      connection.send({ type: 'session', data: { state: 'ended', at: new Date().toISOString() } })
      connection.client.close()
    }
  }
}
