import type { Room, Snapshot, View, ViewRow } from '@wardline/events'
import {
  type ConnectionStatus,
  furthestIn,
  type List,
  type ListDefinition,
  ListFolder,
  type RoomSubscriptions,
  SyncClient,
  type SyncClientOptions,
} from '../client/index.ts'

/** Pause before a failed read is repeated. */
const RETRY_MS = 3_000

export interface PageQuery {
  readonly limit?: number
  readonly cursor?: string | null
}

/** Reads a page of a list from the server. */
export type FetchPage<Row extends ViewRow> = (query: PageQuery) => Promise<Snapshot<Row>>

export interface HeadlessListOptions<Row extends ViewRow> {
  readonly view: View<Row>
  readonly room: Room
  readonly fetch: FetchPage<Row>
  /** Called after each change of the list. */
  readonly onChange?: (list: Snapshot<Row>) => void
}

/** The parts of the client that a list uses. */
interface ListHost {
  readonly rooms: RoomSubscriptions
  readonly folder: ListFolder
  readonly retryMs: number
  furthestIn(room: Room, epoch: Snapshot<ViewRow>['asOf']['epoch']): number
}

/** One list of a headless client: read once, then continued by events; read again when it cannot be. */
export class HeadlessList<Row extends ViewRow = ViewRow> {
  readonly room: Room
  readonly #definition: ListDefinition
  readonly #options: HeadlessListOptions<Row>
  readonly #host: ListHost
  readonly #leave: () => void
  #shown: List | null = null
  #reading: Promise<void> | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #isOpen = true

  constructor(host: ListHost, options: HeadlessListOptions<Row>) {
    this.room = options.room
    this.#host = host
    this.#options = options
    this.#definition = { view: options.view, rooms: [options.room] }
    this.#leave = host.rooms.enter(options.room, true)
  }

  /** The list as a screen would show it; null until it was read, and after access was lost. */
  get shown(): Snapshot<Row> | null {
    return this.#shown as Snapshot<Row> | null
  }

  /** Reads the list from the server, unless a read is in progress. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  /** Loads the next page. Rejects when it cannot be read. */
  async more(): Promise<void> {
    const cursor = this.#shown?.nextCursor
    if (!cursor) return
    const page = await this.#options.fetch({ cursor })
    await this.#land(page)
    const joined = this.#host.folder.join(this.#definition, this.#shown, page)
    if (joined) this.#write(joined)
    else void this.read()
  }

  /** Continues the list with the deliveries that its room's log holds. */
  advance(): void {
    const before = this.#shown
    if (!before) return
    const folded = this.#host.folder.fold(this.#definition, before)
    if (!folded) void this.read()
    else if (folded !== before || before.isIncomplete) this.#write(folded)
  }

  /** Access was lost (RT10). */
  drop(): void {
    this.#shown = null
  }

  /** Reads now what could not be read. */
  retryNow(): void {
    if (this.#retry === undefined) return
    clearTimeout(this.#retry)
    this.#retry = undefined
    void this.read()
  }

  close(): void {
    this.#isOpen = false
    clearTimeout(this.#retry)
    this.#leave()
  }

  async #read(): Promise<void> {
    clearTimeout(this.#retry)
    this.#retry = undefined
    try {
      const loaded = this.#shown?.rows.length ?? 0
      const read = await this.#host.folder.read(
        this.#definition,
        () => this.#options.fetch(loaded > 0 ? { limit: loaded } : {}),
        (snapshot) => this.#land(snapshot),
      )
      if (!this.#isOpen) return
      const { list } = this.#host.folder.settle(this.#definition, this.#shown, read)
      this.#shown = list
      this.#host.folder.follow(this.#definition, list)
      this.#changed()
    } catch {
      if (this.#isOpen) this.#retry = setTimeout(() => this.retryNow(), this.#host.retryMs)
    }
  }

  #land(snapshot: Snapshot<ViewRow>): Promise<void> {
    return this.#host.folder.land(this.#definition, snapshot, this.#host.furthestIn)
  }

  #write(list: List): void {
    this.#shown = list
    this.#changed()
    if (list.isIncomplete) void this.read()
  }

  #changed(): void {
    const { shown } = this
    if (shown) this.#options.onChange?.(shown)
  }
}

export interface HeadlessClientOptions
  extends Omit<SyncClientOptions, 'onAdvanced' | 'onResync' | 'onRefused' | 'onLeft' | 'onOpen' | 'onStatus'> {
  /** Deliveries were added to a room's log, and its lists continued. */
  readonly onAdvanced?: SyncClientOptions['onAdvanced']
  readonly onResync?: (room: Room) => void
  readonly onRefused?: (room: Room) => void
  readonly retryMs?: number
}

/** A client of the protocol without a screen: connects, subscribes from positions, keeps folded lists, reconnects. */
export class HeadlessClient {
  readonly #sync: SyncClient
  readonly #host: ListHost
  readonly #lists = new Set<HeadlessList>()

  constructor({ onAdvanced, onResync, onRefused, retryMs = RETRY_MS, ...options }: HeadlessClientOptions) {
    this.#sync = new SyncClient({
      ...options,
      onAdvanced: (room, deliveries) => {
        for (const list of this.#listsIn(room)) list.advance()
        onAdvanced?.(room, deliveries)
      },
      onResync: (room) => {
        onResync?.(room)
        const lists = this.#listsIn(room)
        for (const list of lists) void list.read()
        return lists.length > 0
      },
      onRefused: (room) => {
        for (const list of this.#listsIn(room)) list.drop()
        onRefused?.(room)
      },
      onLeft: () => undefined,
      onOpen: () => {
        for (const list of this.#lists) list.retryNow()
      },
    })
    this.#host = {
      rooms: this.#sync.rooms,
      folder: new ListFolder(this.#sync.rooms),
      retryMs,
      furthestIn: (room, epoch) =>
        furthestIn(
          room,
          epoch,
          this.#listsIn(room).map(({ shown }) => shown),
        ),
    }
  }

  get rooms(): RoomSubscriptions {
    return this.#sync.rooms
  }
  get status(): ConnectionStatus {
    return this.#sync.status
  }

  start(): void {
    this.#sync.start()
  }

  stop(): void {
    for (const list of this.#lists) list.close()
    this.#lists.clear()
    this.#sync.stop()
  }

  /** Opens a list and starts to read it. */
  open<Row extends ViewRow>(options: HeadlessListOptions<Row>): HeadlessList<Row> {
    const list = new HeadlessList<Row>(this.#host, options)
    this.#lists.add(list as unknown as HeadlessList)
    void list.read()
    return list
  }

  close(list: HeadlessList): void {
    this.#lists.delete(list)
    list.close()
  }

  #listsIn(room: Room): readonly HeadlessList[] {
    return [...this.#lists].filter((list) => list.room === room)
  }
}
