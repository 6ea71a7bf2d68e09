import type { Delivery, Room } from '@wardline/events'
import { deliveriesOf, parseServerMessage, type ServerMessage, type ServerMessageType, type Update } from '../protocol/index.ts'
import { ConnectionManager, type ConnectionManagerOptions } from './connection/connection-manager.ts'
import { type ConnectionStatus, connectionStateOf, delayCauseOf, initialStatus } from './connection/connection-state.ts'
import { Presence, type PresentMembers } from './presence.ts'
import type { RoomListener } from './rooms/room-subscription.ts'
import { RoomSubscriptions } from './rooms/room-subscriptions.ts'

/** The delayed state is noticed within this time; ticks arrive every 5 s. */
const CHECK_INTERVAL_MS = 1_000

/** What the host of the lists receives: the web app's query cache, or the headless client. */
export interface SyncClientListener extends Pick<RoomListener, 'onAdvanced' | 'onResync' | 'onDelivery'> {
  /** RT10: the reader may not be in the room (any more). */
  readonly onRefused: (room: Room) => void
  /** The room was left after its grace period. */
  readonly onLeft: (room: Room) => void
  readonly onStatus?: (status: ConnectionStatus) => void
  readonly onPresence?: (members: PresentMembers) => void
  /** The connection is open and every room has been resumed. */
  readonly onOpen?: () => void
  /** The updates of one frame have been delivered to their rooms. */
  readonly onUpdates?: (type: 'update' | 'updates', updates: readonly Update[]) => void
  /** Every other known message, after it was processed. */
  readonly onOtherMessage?: (message: ServerMessage<Exclude<ServerMessageType, 'update' | 'updates'>>) => void
}

export interface Codec {
  readonly parse: typeof parseServerMessage
  readonly deliveriesOf: typeof deliveriesOf
}
const defaultCodec: Codec = { parse: parseServerMessage, deliveriesOf }

export interface SyncClientOptions
  extends SyncClientListener,
    Pick<ConnectionManagerOptions, 'transport' | 'fetchTicket' | 'onSignedOut' | 'delayMs'> {
  /** How frames are decoded; a host of many clients decodes the same bytes once. */
  readonly codec?: Codec
  /** Deliveries that each room's log keeps; see `RoomLog`. */
  readonly logCapacity?: number
}

/** One client of the realtime protocol: one connection, the rooms on it, presence, and the state of both. */
export class SyncClient {
  readonly rooms: RoomSubscriptions
  readonly presence: Presence
  readonly #options: SyncClientOptions
  readonly #codec: Codec
  readonly #connection: ConnectionManager
  readonly #unknownMessages = new Map<string, number>()
  #status: ConnectionStatus = initialStatus
  #hasBeenOpen = false
  #lastFrameAt: number | null = null
  /** The content of the last tick, and its time. */
  #serverReportsDelay = false
  #lastTickAt: number | null = null
  #check: ReturnType<typeof setInterval> | undefined

  constructor(options: SyncClientOptions) {
    const { transport, fetchTicket, onSignedOut, delayMs } = options
    this.#options = options
    this.#codec = options.codec ?? defaultCodec
    this.rooms = new RoomSubscriptions({
      request: async (name, payload) => {
        const acknowledgement = await transport.request(name, payload)
        this.#noteFrame()
        return acknowledgement
      },
      onAdvanced: (room, deliveries: readonly Delivery[]) => options.onAdvanced(room, deliveries),
      onResync: (room) => options.onResync(room),
      onRefused: (room) => options.onRefused(room),
      // Announced on entering the room instead of at the next interval.
      onConfirmed: (room) => this.presence.announceIn(room),
      onLeft: (room) => options.onLeft(room),
      onChange: () => this.#updateStatus(),
      onDelivery: options.onDelivery,
      logCapacity: options.logCapacity,
    })
    this.presence = new Presence({
      send: ({ room, doing, subject }) => {
        if (this.#connection.state === 'open')
          void transport.request('presence', { room, doing, ...(subject ? { subject } : {}) }).catch(() => undefined)
      },
      onChange: (members) => options.onPresence?.(members),
    })
    this.#connection = new ConnectionManager({
      transport,
      fetchTicket,
      onOpen: () => this.#opened(),
      onClose: () => this.#closed(),
      onMessage: (name, payload) => this.#receive(name, payload),
      onSignedOut,
      ...(delayMs ? { delayMs } : {}),
    })
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  /** Frames of unknown types, by name. */
  get unknownMessages(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#unknownMessages)
  }

  start(): void {
    this.#check ??= setInterval(() => this.#updateStatus(), CHECK_INTERVAL_MS)
    this.#connection.start()
    this.#updateStatus()
  }

  /** Closes the connection and drops the data of every room: sign-out. */
  stop(): void {
    clearInterval(this.#check)
    this.#check = undefined
    this.#connection.stop()
    this.rooms.clear()
    this.presence.clear()
    this.#hasBeenOpen = false
    this.#lastFrameAt = null
    this.#serverReportsDelay = false
  }

  /** The user signed in again: reopens the connection for the same rooms. */
  resume(): void {
    this.#connection.start()
  }

  /** Reconnects now: the browser reported that the network is back. */
  hurry(): void {
    this.#connection.hurry()
  }

  #opened(): void {
    this.#hasBeenOpen = true
    // This server, or the same one after its recovery, reports a delay of its own with its next tick.
    this.#serverReportsDelay = false
    this.#noteFrame()
    this.rooms.onConnectionOpened()
    this.#options.onOpen?.()
  }

  #closed(): void {
    this.rooms.onConnectionClosed()
    this.presence.clear()
    this.#updateStatus()
  }

  #noteFrame(): void {
    this.#lastFrameAt = Date.now()
  }

  #receive(name: string, payload: unknown): void {
    this.#noteFrame()
    const message = this.#codec.parse(name, payload)
    // Counted by type and skipped; an update among them is read from the log at the next tick (RT5).
    if (message.type === 'unknown') this.#unknownMessages.set(message.name, (this.#unknownMessages.get(message.name) ?? 0) + 1)
    else if (message.type === 'update') this.#update(message.type, [message.data])
    else if (message.type === 'updates') this.#update(message.type, message.data.updates)
    else {
      this.#process(message)
      this.#options.onOtherMessage?.(message)
    }
    this.#updateStatus()
  }

  #update(type: 'update' | 'updates', updates: readonly Update[]): void {
    this.rooms.deliver(updates.flatMap(this.#codec.deliveriesOf))
    this.#options.onUpdates?.(type, updates)
  }

  #process({ type, data }: Exclude<ServerMessage, { type: 'update' | 'updates' }>): void {
    switch (type) {
      case 'tick':
        this.#serverReportsDelay = data.delayed ?? false
        this.#lastTickAt = Date.now()
        this.rooms.tick(data.epoch, data.heads)
        break
      case 'presence':
        this.presence.receive(data.room, data.members)
        break
      case 'resync':
        this.rooms.resync(data.room)
        break
      case 'revoked':
        this.rooms.revoke(data.room, 'NO_ACCESS_TO_PATIENT')
        break
      case 'session':
        // The server closes ended and expired connections; the next attempt finds that there is no session.
        if (data.state === 'expiring') void this.#connection.renew()
        break
      case 'notification':
      case 'critical_alert':
        // For other clients: the user's own room carries the same events, with positions.
        break
      default:
        data satisfies never
    }
  }

  #updateStatus(): void {
    const before = this.#status
    const now = Date.now()
    const signals = {
      socket: this.#connection.state,
      behind: this.rooms.behind,
      lastFrameAt: this.#lastFrameAt,
      serverReportsDelay: this.#serverReportsDelay,
    }
    const state = connectionStateOf(signals, this.#hasBeenOpen, now)
    const cause = delayCauseOf(signals, now)
    const unknownMessages = [...this.#unknownMessages.values()].reduce((sum, count) => sum + count, 0)
    if (
      state === before.state &&
      cause === before.cause &&
      signals.lastFrameAt === before.lastFrameAt &&
      unknownMessages === before.unknownMessages
    )
      return
    const isLive = state === 'live'
    this.#status = {
      state,
      cause,
      lastFrameAt: signals.lastFrameAt,
      since: isLive ? null : before.state === 'live' ? now : (before.since ?? now),
      trueUntil: isLive ? signals.lastFrameAt : cause === 'reported' && signals.behind === 0 ? this.#lastTickAt : before.trueUntil,
      unknownMessages,
    }
    this.#options.onStatus?.(this.#status)
  }
}
