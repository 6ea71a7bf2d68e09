import type { Server as HttpServer } from 'node:http'
import type { Room } from '@wardline/events'
import { TICK_MS } from '@wardline/sync/protocol'
import { RoomDelivery, type RoomLogReader, sendHeadTicks } from '@wardline/sync/server'
import { Server, type Socket } from 'socket.io'
import type { AccessTokens } from '../../auth/access-tokens.ts'
import type { SessionCache } from '../../auth/session-cache.ts'
import type { Session, Sessions } from '../../auth/sessions.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Rights } from '../../commands/authenticated-context.ts'
import type { Logger } from '../../observability/log.ts'
import type { Metrics } from '../../observability/metrics.ts'
import type { Tracing } from '../../observability/tracing.ts'
import { Connection } from '../connections/connection.ts'
import { Connections } from '../connections/connections.ts'
import { mayConnect, sessionOf } from '../connections/handshake.ts'
import { startHeartbeat } from '../connections/heartbeat.ts'
import { registerHandlers } from '../connections/messages.ts'
import { mayChangeRights, roomAccess } from '../connections/room-access.ts'
import { openPresenceService } from '../presence/presence-service.ts'
import { collectGauges } from '../ticks/collect-gauges.ts'
import { FrameAdapter } from './frame-adapter.ts'
import { queuedIn } from './send-window.ts'
import { socketIoBroadcaster } from './socketio-broadcaster.ts'
import { SocketIoConnection } from './socketio-connection.ts'
import { openUserNotices } from './user-notices.ts'

export interface RealtimeOptions {
  readonly http: HttpServer
  readonly log: RoomLogReader
  readonly bus: Bus
  readonly rights: Rights
  readonly sessions: Sessions
  readonly bearers: AccessTokens
  readonly recent: SessionCache
  readonly metrics: Metrics
  readonly logger: Logger
  readonly now: () => Date
  /** The name of this process among those of the same hospital. */
  readonly instance: string
  readonly tracing?: Tracing | null
  readonly tickMs?: number
}

export interface RealtimeServer {
  close(): Promise<void>
}

/** Larger than any request of a client, too small to exhaust memory. */
const REQUEST_BYTES = 64 * 1024
/** Interval at which this process reports its connected users to the others. */
const CONNECTED_USERS_MS = 5_000

/** Returns `patient`, never the patient's id. */
const kindOf = (room: Room) => room.slice(0, room.indexOf(':'))

/** Opens the Socket.IO server at its default path: handshake, messages, delivery, shutdown. */
export function openRealtimeServer(options: RealtimeOptions): RealtimeServer {
  const { http, log, bus, rights, sessions, bearers, recent, metrics, logger, now, instance, tracing = null, tickMs = TICK_MS } = options
  const io = new Server(http, {
    transports: ['websocket'],
    adapter: FrameAdapter,
    allowUpgrades: false,
    serveClient: false,
    // Connection state recovery stays off: it loses events before the first one and replays rooms whose access was revoked.
    perMessageDeflate: false,
    maxHttpBufferSize: REQUEST_BYTES,
    connectTimeout: 10_000,
    allowRequest: (request, done) => done(null, mayConnect(request)),
  })
  const connections = new Connections()
  const onError = (error: unknown) => logger.error({ err: error }, 'realtime delivery failed')

  const delivery: RoomDelivery = new RoomDelivery({
    log,
    broadcaster: socketIoBroadcaster(io, metrics),
    bus,
    onError,
    onWindowOpen: (memberId) => connections.get(memberId)?.onWindowOpen(presence.messageFor),
    onWindowTimeout(memberId) {
      metrics.cut.inc()
      connections.get(memberId)?.closeLagging()
    },
    onDelivered(room, entries, members) {
      metrics.delivered.inc(entries.length * members)
      notices.onDelivered(room, entries)
      if (mayChangeRights(entries)) void access.recheck(inRoom(room), [room])
    },
    onStage(name, from, until, { room, event }) {
      metrics.delivery.observe({ hop: name }, (until - from) / 1000)
      // The commit is part of the command's own span.
      if (tracing && name !== 'commit')
        tracing.recordSpan({
          name: `${name} ${event.type}`,
          correlationId: event.correlationId,
          from,
          until,
          attributes: { 'wardline.room': kindOf(room) },
        })
    },
  })
  const notices = openUserNotices({ bus, log, delivery, connections, onError })
  const access = roomAccess(rights, delivery, onError)

  const inRoom = (room: Room) => (delivery.channelOf(room)?.subscribers ?? []).flatMap(({ member }) => connections.get(member.id) ?? [])
  const presence = openPresenceService({ bus, delivery, connections, now })

  io.use(async (socket: Socket, next) => {
    try {
      const session = await sessionOf(socket.handshake.auth, { sessions, bearers, recent })
      socket.data.again = socket.handshake.auth.again === true
      // The ticket is spent, and the token must not stay in memory.
      socket.handshake.auth = {}
      socket.data.session = session
      next(session ? undefined : new Error('NOT_SIGNED_IN'))
    } catch (error) {
      onError(error)
      next(new Error('OUTAGE'))
    }
  })
  // Otherwise the upgrade request, with its headers and cookies, is kept for the life of the socket.
  io.engine.on('connection', (raw) => {
    raw.request = null
  })

  io.on('connection', (socket: Socket) => {
    const session: Session = socket.data.session
    const connection = new Connection(new SocketIoConnection(socket), session, now)
    const since = performance.now()
    metrics.opened.inc({ how: socket.data.again ? 'again' : 'first' })
    if (connections.add(connection)) {
      bus.publish('arrived', { userId: connection.userId, instance })
      notices.onConnected(connection.userId)
    }
    metrics.connections.set(connections.size)
    registerHandlers(socket, connection, { delivery, log, access, sessions, presence, onError })

    socket.on('disconnect', () => {
      metrics.stays.observe((performance.now() - since) / 1000)
      metrics.frames.inc({ outcome: 'lost' }, queuedIn(socket.conn).frames)
      if (connections.remove(connection)) {
        bus.publish('departed', { userId: connection.userId, instance })
        notices.onDisconnected(connection.userId)
      }
      metrics.connections.set(connections.size)
      for (const room of connection.rooms) {
        delivery.leave(room, connection.id)
        presence.leave(connection, room)
      }
      connection.onClosed()
    })
  })

  log.onEpochChanged(() => void delivery.resetForEpoch())
  const unsubscribe = [
    bus.subscribe('recorded', (advanced) => delivery.wake(advanced)),
    bus.subscribe('sessionEnded', ({ sessionHash }) => {
      for (const connection of connections.all()) if (connection.session.sessionHash === sessionHash) connection.end('ended')
    }),
    bus.subscribe('staffChanged', ({ userId }) => void rightsChanged(userId).catch(onError)),
  ]

  async function rightsChanged(userId: string) {
    for (const connection of connections.ofUser(userId)) {
      const session = await sessions.byHash(connection.session.sessionHash)
      if (!session) connection.end('ended')
      // Another role is another audience; reconnecting subscribes with it.
      else if (session.user.role !== connection.session.user.role) connection.end('ended')
      else {
        connection.renew(session)
        await access.recheck([connection])
      }
    }
  }

  const beat = () => {
    collectGauges(metrics, { delivery, sockets: [...io.sockets.sockets.values()].map(({ conn }) => conn) })
    return sendHeadTicks({ log, delivery, connections: () => connections.all(), isDelayed: () => !bus.connected, onError })
  }
  const reportUsers = () => bus.publish('screens', { instance, userIds: connections.userIds })
  unsubscribe.push(startHeartbeat({ bus, everyMs: tickMs, beat }))
  const reporting = setInterval(reportUsers, CONNECTED_USERS_MS)

  return {
    async close() {
      clearInterval(reporting)
      for (const stop of unsubscribe) stop()
      notices.close()
      presence.close()
      delivery.close()
      for (const connection of connections.all()) connection.onClosed()
      await io.close()
    },
  }
}
