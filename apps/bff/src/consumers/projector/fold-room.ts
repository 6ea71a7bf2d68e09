import { changesOf, type Room, rowsTouched, type View, type ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'

/** A row of a view of one room, before or after. */
export interface StoredRow {
  readonly view: View<ViewRow>
  readonly id: string
  readonly row: ViewRow | null
}

const keyOf = (view: string, id: string) => `${view}\n${id}`

/** The rows a room's views have at hand while entries are folded into them, and what became of them. */
export class RoomFold {
  readonly #room: Room
  readonly views: readonly View<ViewRow>[]
  readonly #rows = new Map<string, ViewRow | null>()
  readonly #changed = new Map<string, StoredRow>()

  constructor(room: Room, views: readonly View<ViewRow>[]) {
    this.#room = room
    this.views = views
  }

  /** Rows that have to be at hand before these entries are folded. */
  needs(entries: readonly LogEntry[]): readonly { view: string; id: string }[] {
    const needed = new Map<string, { view: string; id: string }>()
    for (const view of this.views)
      for (const entry of entries)
        for (const id of rowsTouched(view, entry.event)) needed.set(keyOf(view.name, id), { view: view.name, id })
    return [...needed.values()].filter(({ view, id }) => !this.#rows.has(keyOf(view, id)))
  }

  hold(view: string, id: string, row: ViewRow | null): void {
    this.#rows.set(keyOf(view, id), row)
  }

  /** A row that must not stay unless the entries make it again. */
  forget(view: View<ViewRow>, id: string): void {
    this.#changed.set(keyOf(view.name, id), { view, id, row: null })
  }

  /** Folds one entry into one view; nothing of it counts when the fold throws. */
  fold(view: View<ViewRow>, entry: LogEntry): void {
    const read = (id: string) => this.#rows.get(keyOf(view.name, id)) ?? null
    for (const [id, row] of changesOf(view, entry.event, this.#room, read)) {
      this.hold(view.name, id, row)
      this.#changed.set(keyOf(view.name, id), { view, id, row })
    }
  }

  get changed(): readonly StoredRow[] {
    return [...this.#changed.values()]
  }
}
