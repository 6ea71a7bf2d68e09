import { QueryObserver } from '@tanstack/react-query'
import { TRPCClientError, type TRPCUntypedClient } from '@trpc/client'
import type { Audience, Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { Chance } from '@wardline/events/testing'
import type { AppRouter } from '../../../apps/web/src/api/trpc.ts'
import { makeQueryClient } from '../../../apps/web/src/app/query-client.ts'
import type { Live } from '../../../apps/web/src/sync/cache/live-cache.ts'
import { liveOptions, readPage } from '../../../apps/web/src/sync/cache/live-options.ts'
import { Workflow } from '../../../apps/web/src/sync/workflow.ts'
import type { Cable } from './network.ts'
import type { WardServer } from './server.ts'

/** A list somebody may open: a view, its room, and how many rows a page has. */
export interface ListOf {
  readonly view: View<ViewRow>
  readonly room: Room
  readonly limit: number
}

const nameOf = ({ view, room }: ListOf) => `${view.name} in ${room}`

/** One person's browser: the product's workflow, cache and folds, with lists opened and closed as people do. */
export class Screen {
  readonly audience: Audience
  readonly cable: Cable
  readonly workflow: Workflow
  readonly queries = makeQueryClient(() => {})
  readonly #chance: Chance
  readonly #server: WardServer
  readonly #open = new Map<string, { list: ListOf; close: () => void }>()
  /** What went wrong on the way: going back in time, or an older version over a newer one. */
  readonly faults: string[] = []

  constructor(audience: Audience, server: WardServer, cable: Cable, chance: Chance) {
    this.audience = audience
    this.cable = cable
    this.#server = server
    this.#chance = chance
    this.workflow = new Workflow({
      queries: this.queries,
      client: { query: (path: string, input: unknown) => this.#query(path, input) } as unknown as TRPCUntypedClient<AppRouter>,
      line: cable.line(server.reachableAs(audience)),
      fetchTicket: async () => {
        await this.#trip()
        if (!server.up || cable.pulled) throw new Error('no ticket to be had')
        return { ticket: 'ticket', sessionEndsAt: null }
      },
      signedOut: () => this.faults.push('signed out'),
    })
    this.#watch()
    this.workflow.start()
  }

  readonly #trip = () => new Promise<void>((resolve) => setTimeout(resolve, this.#chance.below(200)))

  async #query(path: string, input: unknown): Promise<unknown> {
    const { room, cursor, limit } = input as { room: Room; cursor?: string | null; limit?: number }
    const list = [...this.#open.values()].map((open) => open.list).find((one) => nameOf(one) === path)
    await this.#trip()
    if (!this.#server.up || this.cable.pulled || !list) throw new TRPCClientError('fetch failed')
    const snapshot = this.#server.snapshot(list.view, room, { cursor, limit: limit ?? list.limit })
    await this.#trip()
    if (this.cable.pulled) throw new TRPCClientError('fetch failed')
    return snapshot
  }

  #query_ = (list: ListOf) => ({ queryKey: [nameOf(list), { input: { room: list.room } }], trpc: { path: nameOf(list) } })
  #live = (list: ListOf) => ({ view: list.view, rooms: [list.room] })
  #hosts() {
    const client = { query: (path: string, input: unknown) => this.#query(path, input) } as unknown as TRPCUntypedClient<AppRouter>
    return { client, cache: this.workflow.cache }
  }

  isOpen(list: ListOf): boolean {
    return this.#open.has(nameOf(list))
  }

  /** As `useLiveList` does it. */
  open(list: ListOf): void {
    if (this.isOpen(list)) return
    const { rooms } = this.workflow
    const live = liveOf(this.#lives, nameOf(list), () => this.#live(list))
    const observer = new QueryObserver<Snapshot<ViewRow>>(this.queries, liveOptions(this.#hosts(), live, this.#query_(list)))
    const follow = (data: Snapshot<ViewRow> | undefined) => {
      const seq = data?.positions[list.room]
      if (data && seq !== undefined && !rooms.log(list.room)) void rooms.land(list.room, { epoch: data.asOf.epoch, seq })
    }
    const leave = rooms.enter(list.room, true)
    this.#open.set(nameOf(list), { list, close: () => {} })
    const stop = observer.subscribe(({ data }) => follow(data))
    follow(observer.getCurrentResult().data)
    this.#open.set(nameOf(list), {
      list,
      close: () => {
        stop()
        leave()
      },
    })
  }
  readonly #lives = new Map<string, Live>()

  close(list: ListOf): void {
    const open = this.#open.get(nameOf(list))
    this.#open.delete(nameOf(list))
    open?.close()
  }

  /** Scrolls on. */
  async more(list: ListOf): Promise<void> {
    const cursor = this.held(list)?.nextCursor
    if (!cursor || !this.isOpen(list)) return
    const query = this.#query_(list)
    const live = liveOf(this.#lives, nameOf(list), () => this.#live(list))
    try {
      await this.workflow.cache.join(query.queryKey, live, await readPage(this.#hosts(), query, { cursor, limit: list.limit }))
    } catch (error) {
      if (!(error instanceof TRPCClientError)) throw error
    }
  }

  held(list: ListOf): Snapshot<ViewRow> | undefined {
    return this.queries.getQueryData(this.#query_(list).queryKey)
  }

  get lists(): readonly ListOf[] {
    return [...this.#open.values()].map(({ list }) => list)
  }

  /** RT2: within one life of the log neither a list's position nor a row's version goes back. */
  #watch(): void {
    const known = new Map<string, Snapshot<ViewRow>>()
    this.queries.getQueryCache().subscribe(({ query }) => {
      const now = query.state.data as Snapshot<ViewRow> | undefined
      const before = known.get(query.queryHash)
      if (!now || now === before) return
      known.set(query.queryHash, now)
      if (!before || before.asOf.epoch !== now.asOf.epoch) return
      for (const [room, seq] of Object.entries(before.positions))
        if ((now.positions[room as Room] ?? 0) < seq)
          this.faults.push(`${query.queryHash} went back from ${seq} to ${now.positions[room as Room]}`)
      const versions = new Map(before.rows.map((row) => [row.id, Number(row.versionId)]))
      for (const row of now.rows)
        if (Number(row.versionId) < (versions.get(row.id) ?? 0)) this.faults.push(`${row.id} went back to version ${row.versionId}`)
    })
  }

  end(): void {
    for (const { close } of this.#open.values()) close()
    this.#open.clear()
    this.workflow.stop()
    this.queries.clear()
  }
}

function liveOf<L>(known: Map<string, L>, name: string, make: () => L): L {
  const live = known.get(name) ?? make()
  known.set(name, live)
  return live
}
