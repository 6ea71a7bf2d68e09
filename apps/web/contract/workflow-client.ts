import { QueryObserver } from '@tanstack/react-query'
import { TRPCClientError, type TRPCUntypedClient } from '@trpc/client'
import type { Audience, Room, Snapshot, ViewRow } from '@wardline/events'
import type { Random } from '@wardline/events/testing'
import type { ConnectionState } from '@wardline/sync/client'
import {
  type FaultyNetwork,
  type FuzzClient,
  type FuzzServer,
  type ListSpec,
  type MakeFuzzClient,
  nameOf,
  regressionsOf,
} from '@wardline/sync/testing/fuzz'
import type { AppRouter } from '../src/api/trpc.ts'
import { makeQueryClient } from '../src/app/query-client.ts'
import type { Live } from '../src/sync/cache/live-cache.ts'
import { liveOptions, readPage } from '../src/sync/cache/live-options.ts'
import { Workflow } from '../src/sync/workflow.ts'

/** One way of a request over HTTP, milliseconds. */
const TRIP_MS = 200

/** The web app's workflow, query cache and folds, with lists opened and closed as users do. */
export class WorkflowClient implements FuzzClient {
  readonly audience: Audience
  readonly network: FaultyNetwork
  readonly #workflow: Workflow
  readonly #queries = makeQueryClient(() => {})
  readonly #chance: Random
  readonly #server: FuzzServer
  readonly #open = new Map<string, { list: ListSpec; close: () => void }>()
  readonly #definitions = new Map<string, Live>()
  readonly faults: string[] = []

  constructor({ audience, server, network, chance }: Parameters<MakeFuzzClient>[0]) {
    this.audience = audience
    this.network = network
    this.#server = server
    this.#chance = chance
    this.#workflow = new Workflow({
      queries: this.#queries,
      client: this.#api,
      transport: network.transport(server.connectAs(audience)),
      fetchTicket: async () => {
        await this.#trip()
        if (!server.isUp || network.isUnplugged) throw new Error('The ticket could not be fetched.')
        return { ticket: 'ticket', sessionEndsAt: null }
      },
      onSignedOut: () => this.faults.push('signed out'),
    })
    this.#watch()
    this.#workflow.start()
  }

  get state(): ConnectionState {
    return this.#workflow.connection.getState().state
  }
  get lists(): readonly ListSpec[] {
    return [...this.#open.values()].map(({ list }) => list)
  }

  /** As `useView` opens a list. */
  open(list: ListSpec): void {
    const name = nameOf(list)
    if (this.#open.has(name)) return
    const { rooms } = this.#workflow
    const observer = new QueryObserver<Snapshot<ViewRow>>(
      this.#queries,
      liveOptions(this.#hosts, this.#definitionOf(list), this.#queryOf(list)),
    )
    const follow = (data: Snapshot<ViewRow> | undefined) => {
      const seq = data?.positions[list.room]
      if (data && seq !== undefined && !rooms.log(list.room)) void rooms.land(list.room, { epoch: data.asOf.epoch, seq })
    }
    const leave = rooms.enter(list.room, true)
    this.#open.set(name, { list, close: () => {} })
    const stop = observer.subscribe(({ data }) => follow(data))
    follow(observer.getCurrentResult().data)
    this.#open.set(name, {
      list,
      close: () => {
        stop()
        leave()
      },
    })
  }

  close(list: ListSpec): void {
    const open = this.#open.get(nameOf(list))
    this.#open.delete(nameOf(list))
    open?.close()
  }

  async more(list: ListSpec): Promise<void> {
    const cursor = this.shown(list)?.nextCursor
    if (!cursor || !this.#open.has(nameOf(list))) return
    const query = this.#queryOf(list)
    const definition = this.#definitionOf(list)
    try {
      await this.#workflow.cache.join(query.queryKey, definition, await readPage(this.#hosts, query, { cursor, limit: list.limit }))
    } catch (error) {
      if (!(error instanceof TRPCClientError)) throw error
    }
  }

  shown(list: ListSpec): Snapshot<ViewRow> | undefined {
    return this.#queries.getQueryData(this.#queryOf(list).queryKey)
  }

  end(): void {
    for (const { close } of this.#open.values()) close()
    this.#open.clear()
    this.#workflow.stop()
    this.#queries.clear()
  }

  get #api(): TRPCUntypedClient<AppRouter> {
    return { query: (path: string, input: unknown) => this.#read(path, input) } as unknown as TRPCUntypedClient<AppRouter>
  }
  get #hosts() {
    return { client: this.#api, cache: this.#workflow.cache }
  }

  readonly #trip = () => new Promise<void>((resolve) => setTimeout(resolve, this.#chance.below(TRIP_MS)))

  async #read(path: string, input: unknown): Promise<unknown> {
    const { room, cursor, limit } = input as { room: Room; cursor?: string | null; limit?: number }
    const list = this.lists.find((one) => nameOf(one) === path)
    await this.#trip()
    if (!this.#server.isUp || this.network.isUnplugged || !list) throw new TRPCClientError('fetch failed')
    const snapshot = this.#server.snapshot(list.view, room, { cursor, limit: limit ?? list.limit })
    await this.#trip()
    if (this.network.isUnplugged) throw new TRPCClientError('fetch failed')
    return snapshot
  }

  #queryOf = (list: ListSpec) => ({ queryKey: [nameOf(list), { input: { room: list.room } }], trpc: { path: nameOf(list) } })

  /** One object for each list, as a module's constant is. */
  #definitionOf(list: ListSpec): Live {
    const definition = this.#definitions.get(nameOf(list)) ?? { view: list.view, rooms: [list.room] }
    this.#definitions.set(nameOf(list), definition)
    return definition
  }

  #watch(): void {
    const known = new Map<string, Snapshot<ViewRow>>()
    this.#queries.getQueryCache().subscribe(({ query }) => {
      const snapshot = query.state.data as Snapshot<ViewRow> | undefined
      if (!snapshot) return
      this.faults.push(...regressionsOf(query.queryHash, known.get(query.queryHash), snapshot))
      known.set(query.queryHash, snapshot)
    })
  }
}
