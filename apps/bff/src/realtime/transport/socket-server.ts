import type { Server as HttpServer } from 'node:http'
import type { Room } from '@wardline/events'
import { TICK_MS } from '@wardline/sync/protocol'
import { Server, type Socket } from 'socket.io'
import type { AccessTokens } from '../../auth/access-tokens.ts'
import type { SessionCache } from '../../auth/session-cache.ts'
import type { Session, Sessions } from '../../auth/sessions.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Rights } from '../../commands/authenticated-context.ts'
import type { Logger } from '../../observability/log.ts'
import type { Metrics } from '../../observability/metrics.ts'
import type { Tracing } from '../../observability/tracing.ts'
import type { RoomLogReader } from '../../record/log/room-log.ts'
import { Connection } from '../connections/connection.ts'
import { Connections } from '../connections/connections.ts'
import { mayConnect, sessionShown } from '../connections/handshake.ts'
import { startHeartbeat } from '../connections/heartbeat.ts'
import { registerHandlers } from '../connections/messages.ts'
import { NotificationDedupe } from '../connections/notification-dedupe.ts'
import { mayChangeRights, roomAccess } from '../connections/room-access.ts'
import { Delivery } from '../delivery.ts'
import { openPresenceService } from '../presence/presence-service.ts'
import { collectGauges } from '../ticks/collect-gauges.ts'
import { startHeadTicks } from '../ticks/head-ticks.ts'
import { FrameAdapter } from './frame-adapter.ts'
import { queuedIn } from './send-window.ts'
import { socketIoBroadcaster } from './socketio-broadcaster.ts'
import { SocketIoConnection } from './socketio-connection.ts'

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
  /** This process among those that serve the same hospital. */
  readonly instance: string
  readonly tracing?: Tracing | null
  readonly tickMs?: number
}

export interface RealtimeServer {
  close(): Promise<void>
}

/** Larger than any question a screen asks, smaller than anything worth sending to exhaust memory. */
const QUESTION_BYTES = 64 * 1024
/** Everybody connected here is told so often to the other processes. */
const SCREENS_MS = 5_000

/** `patient`, never which. */
const kindOf = (room: Room) => room.slice(0, room.indexOf(':'))

/** The socket at its default path: who may connect, what they may say, and the end of it. */
export function openRealtimeServer(parts: RealtimeOptions): RealtimeServer {
  const { http, log, bus, rights, sessions, bearers, recent, metrics, logger, now, instance, tracing = null, tickMs = TICK_MS } = parts
  const io = new Server(http, {
    transports: ['websocket'],
    adapter: FrameAdapter,
    allowUpgrades: false,
    serveClient: false,
    // Recovery stays off: it loses what came before the first event and replays rooms whose access was revoked.
    perMessageDeflate: false,
    maxHttpBufferSize: QUESTION_BYTES,
    connectTimeout: 10_000,
    allowRequest: (request, done) => done(null, mayConnect(request)),
  })
  const connections = new Connections()
  const failed = (error: unknown) => logger.error({ err: error }, 'live delivery failed')

  const delivery: Delivery = new Delivery({
    log,
    outlet: socketIoBroadcaster(io, metrics),
    bus,
    failed,
    opened: (memberId) => connections.get(memberId)?.opened(company.of),
    cut(memberId) {
      metrics.cut.inc()
      connections.get(memberId)?.cut()
    },
    delivered(room, entries, members) {
      metrics.delivered.inc(entries.length * members)
      if (mayChangeRights(entries)) void access.recheck(inRoom(room), [room])
    },
    hop(name, from, until, { room, event }) {
      metrics.delivery.observe({ hop: name }, (until - from) / 1000)
      // The commit is the command's own part of the trace.
      if (tracing && name !== 'commit')
        tracing.recordSpan({
          name: `${name} ${event.type}`,
          correlationId: event.correlationId,
          from,
          until,
          said: { 'wardline.room': kindOf(room) },
        })
    },
  })
  const access = roomAccess(rights, delivery, failed)

  const inRoom = (room: Room) => (delivery.channelOf(room)?.subscribers ?? []).flatMap(({ member }) => connections.get(member.id) ?? [])
  const company = openPresenceService({ bus, delivery, connections, now })

  io.use(async (socket: Socket, next) => {
    try {
      const session = await sessionShown(socket.handshake.auth, { sessions, bearers, recent })
      socket.data.again = socket.handshake.auth.again === true
      // The ticket is used up and the token is nobody's business any more.
      socket.handshake.auth = {}
      socket.data.session = session
      next(session ? undefined : new Error('NOT_SIGNED_IN'))
    } catch (error) {
      failed(error)
      next(new Error('OUTAGE'))
    }
  })
  // The upgrade request is kept for the life of a socket otherwise: headers, cookies and all.
  io.engine.on('connection', (raw) => {
    raw.request = null
  })

  io.on('connection', (socket: Socket) => {
    const session: Session = socket.data.session
    const connection = new Connection(new SocketIoConnection(socket), session, now)
    const since = performance.now()
    metrics.opened.inc({ how: socket.data.again ? 'again' : 'first' })
    if (connections.add(connection)) bus.publish('arrived', { userId: connection.userId, instance })
    metrics.connections.set(connections.size)
    registerHandlers(socket, connection, { delivery, log, access, sessions, company, failed })

    socket.on('disconnect', () => {
      metrics.stays.observe((performance.now() - since) / 1000)
      metrics.frames.inc({ outcome: 'lost' }, queuedIn(socket.conn).frames)
      if (connections.remove(connection)) bus.publish('departed', { userId: connection.userId, instance })
      metrics.connections.set(connections.size)
      for (const room of connection.rooms) {
        delivery.leave(room, connection.id)
        company.left(connection, room)
      }
      connection.closed()
    })
  })

  const calls = new NotificationDedupe()
  log.onNewLife(() => void delivery.resetForEpoch())
  const stops = [
    bus.subscribe('recorded', (grown) => delivery.wake(grown)),
    bus.subscribe('sessionEnded', ({ sessionHash }) => {
      for (const connection of connections.all()) if (connection.session.sessionHash === sessionHash) connection.end('ended')
    }),
    bus.subscribe('notice', ({ userId, message }) => {
      if (!calls.isNew(userId, message)) return
      for (const connection of connections.ofUser(userId)) if (!connection.call(message)) delivery.laggards.note(connection.id)
    }),
    bus.subscribe('staffChanged', ({ userId }) => void rightsChanged(userId).catch(failed)),
  ]

  async function rightsChanged(userId: string) {
    for (const connection of connections.ofUser(userId)) {
      const session = await sessions.byHash(connection.session.sessionHash)
      if (!session) connection.end('ended')
      // Another role is another audience: its rooms are split anew by coming back.
      else if (session.user.role !== connection.session.user.role) connection.end('ended')
      else {
        connection.renew(session)
        await access.recheck([connection])
      }
    }
  }

  const beat = () => {
    collectGauges(metrics, { delivery, lines: [...io.sockets.sockets.values()].map(({ conn }) => conn) })
    return startHeadTicks({ log, delivery, connections: () => connections.all(), isDelayed: () => !bus.connected, failed })
  }
  const sayScreens = () => bus.publish('screens', { instance, userIds: connections.userIds })
  stops.push(startHeartbeat({ bus, everyMs: tickMs, beat }))
  const saying = setInterval(sayScreens, SCREENS_MS)

  return {
    async close() {
      clearInterval(saying)
      for (const stop of stops) stop()
      company.close()
      delivery.close()
      for (const connection of connections.all()) connection.closed()
      await io.close()
    },
  }
}
