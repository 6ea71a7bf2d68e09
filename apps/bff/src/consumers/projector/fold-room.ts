import { affectedRowIds, changesOf, type Room, type View, type ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'

/** A view's row in one room, before or after folding; null when absent. */
export interface StoredRow {
  readonly view: View<ViewRow>
  readonly id: string
  readonly row: ViewRow | null
}

const keyOf = (view: string, id: string) => `${view}\n${id}`

/** The rows of a room's views while entries are folded into them, and their changes. */
export class RoomFold {
  readonly #room: Room
  readonly views: readonly View<ViewRow>[]
  readonly #rows = new Map<string, ViewRow | null>()
  readonly #changed = new Map<string, StoredRow>()

  constructor(room: Room, views: readonly View<ViewRow>[]) {
    this.#room = room
    this.views = views
  }

  /** Returns the rows that have to be loaded before folding these entries. */
  needs(entries: readonly LogEntry[]): readonly { view: string; id: string }[] {
    const required = new Map<string, { view: string; id: string }>()
    for (const view of this.views)
      for (const entry of entries)
        for (const id of affectedRowIds(view, entry.event)) required.set(keyOf(view.name, id), { view: view.name, id })
    return [...required.values()].filter(({ view, id }) => !this.#rows.has(keyOf(view, id)))
  }

  load(view: string, id: string, row: ViewRow | null): void {
    this.#rows.set(keyOf(view, id), row)
  }

  /** Marks a row for deletion unless the entries create it again. */
  markDeleted(view: View<ViewRow>, id: string): void {
    this.#changed.set(keyOf(view.name, id), { view, id, row: null })
  }

  /** Folds one entry into one view; without effect when the fold throws. */
  fold(view: View<ViewRow>, entry: LogEntry): void {
    const read = (id: string) => this.#rows.get(keyOf(view.name, id)) ?? null
    for (const [id, row] of changesOf(view, entry.event, this.#room, read)) {
      this.load(view.name, id, row)
      this.#changed.set(keyOf(view.name, id), { view, id, row })
    }
  }

  get changed(): readonly StoredRow[] {
    return [...this.#changed.values()]
  }
}
