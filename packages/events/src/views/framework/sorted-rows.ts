import type { ViewRow } from './define-view.ts'

/**
 * Index of rows by id for the latest array of a list. Moved from array to array instead of copied; changing an older array
 * builds a new index.
 */
const indices = new WeakMap<readonly ViewRow[], Map<string, ViewRow>>()

/** Rows in view order, with changes applied copy-on-write: the original array is not modified. */
export class SortedRows<Row extends ViewRow> {
  readonly #given: readonly Row[]
  readonly #order: (a: Row, b: Row) => number
  /** Whether the list has rows beyond the last loaded one. */
  readonly #more: boolean
  /** Copy of the original rows, created with the first change. */
  #rows: Row[] | null = null
  #index: Map<string, Row> | null = null

  constructor(rows: readonly Row[], order: (a: Row, b: Row) => number, more: boolean) {
    this.#given = rows
    this.#order = order
    this.#more = more
  }

  byId(id: string): Row | null {
    this.#index ??= this.#taken()
    return this.#index.get(id) ?? null
  }

  /**
   * Inserts, moves or removes (null) a row. A row that sorts behind the last loaded one of a longer list belongs to the
   * next page and is dropped. Returns whether the rows changed.
   */
  put(id: string, row: Row | null): boolean {
    const held = this.byId(id)
    if (!held && !row) return false
    this.#rows ??= [...this.#given]
    const rows = this.#rows
    const at = held ? this.#placeOf(held) : -1
    if (row && held && this.#fits(row, at)) {
      rows[at] = row
      this.#index?.set(id, row)
      return true
    }
    if (held) rows.splice(at, 1)
    const next = row ? firstAfter(rows, row, this.#order) : rows.length
    if (row && (next < rows.length || !this.#more)) {
      rows.splice(next, 0, row)
      this.#index?.set(id, row)
      return true
    }
    this.#index?.delete(id)
    return held !== null
  }

  /** Returns the current rows; the original array when nothing changed. */
  done(): readonly Row[] {
    const rows = this.#rows ?? this.#given
    if (this.#index) indices.set(rows, this.#index)
    return rows
  }

  #taken(): Map<string, Row> {
    const known = indices.get(this.#given) as Map<string, Row> | undefined
    indices.delete(this.#given)
    return known ?? new Map(this.#given.map((row) => [row.id, row]))
  }

  #fits(row: Row, at: number): boolean {
    const rows = this.#rows ?? this.#given
    const after = at === 0 || this.#order(rows[at - 1] as Row, row) < 0
    // Rows behind the last loaded one are unknown, so the last row may only stay or move up.
    const before = at < rows.length - 1 ? this.#order(row, rows[at + 1] as Row) < 0 : !this.#more || this.#order(row, rows[at] as Row) <= 0
    return after && before
  }

  #placeOf(held: Row): number {
    const rows = this.#rows ?? this.#given
    const at = firstAfter(rows, held, this.#order) - 1
    // A page that is not in view order is searched linearly.
    return rows[at] === held ? at : rows.indexOf(held)
  }
}

/** Returns the index of the first row that sorts after the given one. */
function firstAfter<Row>(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let [from, to] = [0, rows.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (order(row, rows[middle] as Row) < 0) to = middle
    else from = middle + 1
  }
  return from
}
