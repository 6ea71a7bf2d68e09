import type { Audience, Snapshot, ViewRow } from '@wardline/events'
import type { ConnectionState } from '../../client/index.ts'
import { HeadlessClient, type HeadlessList, type PageQuery } from '../headless-client.ts'
import { type FuzzClient, type ListSpec, nameOf, regressionsOf } from './fuzz-client.ts'
import type { FaultyNetwork } from './network.ts'
import type { MakeFuzzClient } from './story.ts'

/** One way of a request over HTTP, milliseconds. */
const TRIP_MS = 200

/** The headless client in a story. */
export class HeadlessFuzzClient implements FuzzClient {
  readonly audience: Audience
  readonly network: FaultyNetwork
  readonly faults: string[] = []
  readonly #parts: Parameters<MakeFuzzClient>[0]
  readonly #client: HeadlessClient
  readonly #open = new Map<string, { readonly spec: ListSpec; readonly list: HeadlessList }>()

  constructor(parts: Parameters<MakeFuzzClient>[0]) {
    const { audience, server, network } = parts
    this.#parts = parts
    this.audience = audience
    this.network = network
    this.#client = new HeadlessClient({
      transport: network.transport(server.connectAs(audience)),
      fetchTicket: async () => {
        await this.#trip()
        if (!this.#isReachable) throw new Error('The ticket could not be fetched.')
        return { ticket: 'ticket', sessionEndsAt: null }
      },
      onSignedOut: () => this.faults.push('signed out'),
    })
    this.#client.start()
  }

  get state(): ConnectionState {
    return this.#client.status.state
  }
  get lists(): readonly ListSpec[] {
    return [...this.#open.values()].map(({ spec }) => spec)
  }

  open(spec: ListSpec): void {
    const name = nameOf(spec)
    if (this.#open.has(name)) return
    let before: Snapshot<ViewRow> | undefined
    const list = this.#client.open({
      view: spec.view,
      room: spec.room,
      fetch: (query) => this.#fetch(spec, query),
      onChange: (shown) => {
        this.faults.push(...regressionsOf(name, before, shown))
        before = shown
      },
    })
    this.#open.set(name, { spec, list })
  }

  close(spec: ListSpec): void {
    const open = this.#open.get(nameOf(spec))
    this.#open.delete(nameOf(spec))
    if (open) this.#client.close(open.list)
  }

  async more(spec: ListSpec): Promise<void> {
    await this.#open
      .get(nameOf(spec))
      ?.list.more()
      .catch(() => undefined)
  }

  shown(spec: ListSpec): Snapshot<ViewRow> | undefined {
    return this.#open.get(nameOf(spec))?.list.shown ?? undefined
  }

  end(): void {
    this.#open.clear()
    this.#client.stop()
  }

  get #isReachable(): boolean {
    return this.#parts.server.isUp && !this.network.isUnplugged
  }

  readonly #trip = () => new Promise<void>((resolve) => setTimeout(resolve, this.#parts.chance.below(TRIP_MS)))

  async #fetch(spec: ListSpec, { limit = spec.limit, cursor }: PageQuery): Promise<Snapshot<ViewRow>> {
    await this.#trip()
    if (!this.#isReachable) throw new Error('The server cannot be reached.')
    const snapshot = this.#parts.server.snapshot(spec.view, spec.room, { cursor, limit })
    await this.#trip()
    if (this.network.isUnplugged) throw new Error('The server cannot be reached.')
    return snapshot
  }
}
