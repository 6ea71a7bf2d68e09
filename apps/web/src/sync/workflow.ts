import { notifyManager, type QueryClient } from '@tanstack/react-query'
import type { TRPCUntypedClient } from '@trpc/client'
import type { Delivery, Room } from '@wardline/events'
import {
  EventBus,
  type Presence,
  type PresentMembers,
  type RoomSubscriptions,
  SyncClient,
  type Ticket,
  type Transport,
} from '@wardline/sync/client'
import type { Update } from '@wardline/sync/protocol'
import { createStore } from 'zustand/vanilla'
import type { AppRouter } from '../api/trpc.ts'
import { serverClock } from '../time/server-clock.ts'
import { LiveCache } from './cache/live-cache.ts'
import { AcknowledgedCommands } from './commands/acknowledged-commands.ts'
import { Outbox } from './commands/outbox.ts'
import { createConnectionStore } from './connection-store.ts'
import { MessageTrace } from './telemetry/event-timing.ts'
import { tracePaint } from './telemetry/tracing.ts'

/** Time for which the latency of the last event describes the connection, ms. */
const LATENCY_VALID_MS = 60_000

export interface WorkflowOptions {
  readonly queries: QueryClient
  readonly client: TRPCUntypedClient<AppRouter>
  readonly transport: Transport
  readonly fetchTicket: () => Promise<Ticket>
  /** Called when the session has ended: the user has to sign in again, drafts are kept. */
  readonly onSignedOut: () => void
}

/**
 * The sync client of one signed-in user with the query cache it writes to: rooms, lists, commands, presence, and the
 * event bus of the screens.
 */
export class Workflow {
  readonly bus = new EventBus()
  readonly arrivals = new AcknowledgedCommands()
  readonly connection = createConnectionStore()
  readonly presentMembers = createStore<PresentMembers>(() => ({}))
  readonly outbox: Outbox
  readonly trace = new MessageTrace(() => serverClock.now(), tracePaint)
  readonly cache: LiveCache
  readonly #sync: SyncClient
  #latencyExpiry: ReturnType<typeof setTimeout> | undefined

  constructor({ queries, client, transport, fetchTicket, onSignedOut }: WorkflowOptions) {
    // Runs through the mutation cache, so that a command sent late is shown as pending like any other.
    this.outbox = new Outbox((path, input) =>
      queries
        .getMutationCache()
        .build(queries, { mutationKey: [path.split('.')], mutationFn: () => client.mutation(path, input) })
        .execute(input),
    )
    this.#sync = new SyncClient({
      transport,
      fetchTicket,
      onSignedOut,
      onAdvanced: (room, deliveries) => this.#onAdvanced(room, deliveries),
      onResync: (room) => this.cache.resync(room),
      onRefused: (room) => this.cache.drop(room),
      onLeft: (room) => this.cache.left(room),
      // In the same batch as the list updates: the badge must not show Live before the rows are rendered (RT-4).
      onStatus: (status) => notifyManager.schedule(() => this.connection.setState(status)),
      onPresence: (members) => this.presentMembers.setState(members, true),
      onOpen: () => {
        this.cache.refetchFailed()
        void this.outbox.flush()
      },
      onUpdates: (type, updates) => this.#onUpdates(type, updates),
      onOtherMessage: ({ type }) => this.trace.note(type),
    })
    this.cache = new LiveCache(queries, this.rooms)
  }

  get rooms(): RoomSubscriptions {
    return this.#sync.rooms
  }
  get presence(): Presence {
    return this.#sync.presence
  }
  get unknownMessages(): Readonly<Record<string, number>> {
    return this.#sync.unknownMessages
  }

  start(): void {
    this.#sync.start()
  }

  /** Closes the connection and drops the data of every room, on sign-out or at the end of a test. */
  stop(): void {
    clearTimeout(this.#latencyExpiry)
    this.#sync.stop()
    this.outbox.clear()
  }

  /** Reconnects with the same rooms after the user signed in again. */
  resume(): void {
    this.#sync.resume()
  }

  /** Reconnects at once when the browser is online again. */
  readonly reconnectNow = (): void => this.#sync.hurry()

  #onUpdates(type: 'update' | 'updates', updates: readonly Update[]): void {
    const { committed, delivered } = updates.at(-1)?.marks ?? {}
    if (delivered !== undefined) serverClock.atLeast(delivered, Date.now())
    if (committed !== undefined) {
      this.connection.setState({ latencyMs: Math.max(0, serverClock.now() - committed) })
      clearTimeout(this.#latencyExpiry)
      this.#latencyExpiry = setTimeout(() => this.connection.setState({ latencyMs: null }), LATENCY_VALID_MS)
    }
    this.trace.applied(type, updates)
  }

  #onAdvanced(room: Room, deliveries: readonly Delivery[]): void {
    for (const { event } of deliveries) if (event) this.arrivals.note(event.commandId)
    // One batch, rendered together: otherwise a row would be missing or shown twice in between.
    notifyManager.batch(() => {
      this.cache.arrived(room)
      this.arrivals.changed()
    })
    for (const { event } of deliveries) if (event) this.bus.publish(event)
  }
}
