import { notifyManager, type QueryClient } from '@tanstack/react-query'
import type { TRPCUntypedClient } from '@trpc/client'
import { type Delivery, deliveriesOf, parseServerMessage, type Room, type ServerMessage, type Update } from '@wardline/events'
import type { AppRouter } from '../api/trpc.ts'
import { serverClock } from '../time/server-clock.ts'
import { LiveCache } from './cache/live-cache.ts'
import { connectionStateOf, createConnectionStore, delayCauseOf } from './client/connection.ts'
import { ConnectionManager, type Ticket } from './client/connection-manager.ts'
import { EventBus } from './client/event-bus.ts'
import { Presence } from './client/presence.ts'
import { RoomSubscriptions } from './client/room-subscriptions.ts'
import type { Transport } from './client/transport.ts'
import { AcknowledgedCommands } from './commands/acknowledged-commands.ts'
import { Outbox } from './commands/outbox.ts'
import { MessageTrace } from './telemetry/event-timing.ts'
import { tracePaint } from './telemetry/tracing.ts'

/** Interval at which the connection state is evaluated, ms; ticks come every 5 s. */
const EVALUATE_INTERVAL_MS = 1_000
/** Time after which the latency of the last event no longer describes the connection, ms. */
const LATENCY_VALID_MS = 60_000

export interface WorkflowOptions {
  readonly queries: QueryClient
  readonly client: TRPCUntypedClient<AppRouter>
  readonly line: Transport
  readonly fetchTicket: () => Promise<Ticket>
  /** Called when the session has ended: the user has to sign in again, drafts stay. */
  readonly signedOut: () => void
}

/**
 * Everything between the socket and the lists: one connection, its room subscriptions, the live cache, and the event bus
 * for the screens.
 */
export class Workflow {
  readonly bus = new EventBus()
  readonly arrivals = new AcknowledgedCommands()
  readonly connection = createConnectionStore()
  readonly presence: Presence
  readonly outbox: Outbox
  readonly trace = new MessageTrace(() => serverClock.now(), tracePaint)
  readonly rooms: RoomSubscriptions
  readonly cache: LiveCache
  readonly #connectionManager: ConnectionManager
  readonly #unknownMessages = new Map<string, number>()
  #hasConnected = false
  #lastMessageAt: number | null = null
  /** Delay reported by the server's last tick, and the time of that tick. */
  #serverReportsDelay = false
  #lastTickAt: number | null = null
  #lastEventAt = 0
  #evaluateTimer: ReturnType<typeof setInterval> | undefined

  constructor({ queries, client, line, fetchTicket, signedOut }: WorkflowOptions) {
    // Runs through the mutation cache, so that a command sent late is shown as pending like any other.
    this.outbox = new Outbox((path, input) =>
      queries
        .getMutationCache()
        .build(queries, { mutationKey: [path.split('.')], mutationFn: () => client.mutation(path, input) })
        .execute(input),
    )
    this.rooms = new RoomSubscriptions({
      ask: async (name, payload) => {
        const answer = await line.ask(name, payload)
        this.#noteMessage()
        return answer
      },
      arrived: (room, deliveries) => this.#onDeliveries(room, deliveries),
      resync: (room) => this.cache.resync(room),
      refused: (room) => this.cache.drop(room),
      // Presence is announced as soon as the room is subscribed.
      confirmed: (room) => this.presence.sayIn(room),
      left: (room) => this.cache.left(room),
      changed: () => this.#evaluateConnection(),
    })
    this.cache = new LiveCache(queries, this.rooms)
    this.presence = new Presence(({ room, doing, subject }) => {
      if (this.#connectionManager.state === 'open')
        void line.ask('presence', { room, doing, ...(subject ? { subject } : {}) }).catch(() => undefined)
    })
    this.#connectionManager = new ConnectionManager({
      line,
      fetchTicket,
      opened: () => this.#onOpen(),
      closed: () => this.#onClose(),
      message: (name, payload) => this.#onMessage(name, payload),
      signedOut,
    })
  }

  start(): void {
    this.#evaluateTimer ??= setInterval(() => this.#evaluateConnection(), EVALUATE_INTERVAL_MS)
    this.#connectionManager.start()
    this.#evaluateConnection()
  }

  /** Closes the connection and clears all rooms, on sign-out or at the end of a test. */
  stop(): void {
    clearInterval(this.#evaluateTimer)
    this.#evaluateTimer = undefined
    this.#connectionManager.stop()
    this.rooms.forgetAll()
    this.presence.forget()
    this.outbox.clear()
    this.#hasConnected = false
    this.#lastMessageAt = null
    this.#serverReportsDelay = false
  }

  /** Reconnects after a renewed sign-in, with the same rooms. */
  resume(): void {
    this.#connectionManager.start()
  }

  /** Reconnects at once when the browser is online again. */
  readonly hurry = (): void => this.#connectionManager.hurry()

  get unknownMessages(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#unknownMessages)
  }

  #onOpen(): void {
    this.#hasConnected = true
    // A delay is reported again by the next tick, possibly of another server.
    this.#serverReportsDelay = false
    this.#noteMessage()
    this.rooms.lineOpened()
    this.cache.refetchFailed()
    void this.outbox.flush()
  }

  #onClose(): void {
    this.rooms.lineClosed()
    this.presence.forget()
    this.#evaluateConnection()
  }

  #noteMessage(): void {
    this.#lastMessageAt = Date.now()
  }

  #onMessage(name: string, payload: unknown): void {
    this.#noteMessage()
    const message = parseServerMessage(name, payload)
    if (message.type === 'stranger') {
      // Counted by type and skipped; its content is read from the log at the next tick (RT5).
      this.#unknownMessages.set(message.name, (this.#unknownMessages.get(message.name) ?? 0) + 1)
      this.connection.setState(({ unknownMessages }) => ({ unknownMessages: unknownMessages + 1 }))
    } else this.#handle(message)
    this.#evaluateConnection()
  }

  #handle({ type, data }: ServerMessage): void {
    switch (type) {
      case 'update':
        this.#applyUpdates(type, [data])
        break
      case 'updates':
        this.#applyUpdates(type, data.updates)
        break
      case 'tick':
        this.#serverReportsDelay = data.delayed ?? false
        this.#lastTickAt = Date.now()
        this.rooms.tick(data.epoch, data.heads)
        break
      case 'presence':
        this.presence.told(data.room, data.members)
        break
      case 'resync':
        this.rooms.resync(data.room)
        break
      case 'revoked':
        this.rooms.revoke(data.room, 'NO_ACCESS_TO_PATIENT')
        break
      case 'session':
        // The server closes ended and expired connections; reconnecting then finds that there is no session.
        if (data.state === 'expiring') void this.#connectionManager.renew()
        break
      case 'notification':
      case 'critical_alert':
        // The lists of the user's own room contain the same, with positions; these messages are for other clients.
        break
    }
    if (type !== 'update' && type !== 'updates') this.trace.note(type)
  }

  #applyUpdates(type: 'update' | 'updates', updates: readonly Update[]): void {
    this.rooms.deliver(updates.flatMap(deliveriesOf))
    const { committed, delivered } = updates.at(-1)?.marks ?? {}
    if (delivered !== undefined) serverClock.atLeast(delivered, Date.now())
    if (committed !== undefined) {
      this.#lastEventAt = Date.now()
      this.connection.setState({ latencyMs: Math.max(0, serverClock.now() - committed) })
    }
    this.trace.applied(type, updates)
  }

  #onDeliveries(room: Room, deliveries: readonly Delivery[]): void {
    for (const { event } of deliveries) if (event) this.arrivals.note(event.commandId)
    // One batch, rendered together: otherwise a row would be missing or shown twice in between.
    notifyManager.batch(() => {
      this.cache.arrived(room)
      this.arrivals.changed()
    })
    for (const { event } of deliveries) if (event) this.bus.publish(event)
  }

  #evaluateConnection(): void {
    const { state: before, cause: causeBefore, since, heardAt: heardBefore, trueUntil, latencyMs } = this.connection.getState()
    const now = Date.now()
    const heardAt = this.#lastMessageAt
    if (latencyMs !== null && now - this.#lastEventAt > LATENCY_VALID_MS) this.connection.setState({ latencyMs: null })
    const signs = { line: this.#connectionManager.state, behind: this.rooms.behind, heardAt, serverReportsDelay: this.#serverReportsDelay }
    const state = connectionStateOf(signs, this.#hasConnected, now)
    const cause = delayCauseOf(signs, now)
    if (state === before && cause === causeBefore && heardAt === heardBefore) return
    const isLive = state === 'live'
    const next = {
      state,
      cause,
      heardAt,
      since: isLive ? null : before === 'live' ? now : (since ?? now),
      trueUntil: isLive ? heardAt : cause === 'told' && signs.behind === 0 ? this.#lastTickAt : trueUntil,
    }
    // In the same batch as the list updates: the badge must not show Live before the rows are rendered (RT-4).
    notifyManager.schedule(() => this.connection.setState(next))
  }
}
