import type { ViewRow } from './define-view.ts'

/**
 * Index of rows by id for the latest array of a list. Moved from array to array instead of copied; changing an older array
 * builds a new index.
 */
const indices = new WeakMap<readonly ViewRow[], Map<string, ViewRow>>()

/** Rows in view order, with changes applied copy-on-write: the original array is not modified. */
export class SortedRows<Row extends ViewRow> {
  readonly #original: readonly Row[]
  readonly #order: (a: Row, b: Row) => number
  /** Whether the list has rows beyond the last loaded one. */
  readonly #hasMore: boolean
  /** Copy of the original rows, created with the first change. */
  #rows: Row[] | null = null
  #index: Map<string, Row> | null = null

  constructor(rows: readonly Row[], order: (a: Row, b: Row) => number, hasMore: boolean) {
    this.#original = rows
    this.#order = order
    this.#hasMore = hasMore
  }

  byId(id: string): Row | null {
    this.#index ??= this.#takeIndex()
    return this.#index.get(id) ?? null
  }

  /**
   * Inserts, moves or removes (null) a row. A row that sorts behind the last loaded one of a longer list belongs to the
   * next page and is dropped. Returns whether the rows changed.
   */
  put(id: string, row: Row | null): boolean {
    const existing = this.byId(id)
    if (!existing && !row) return false
    this.#rows ??= [...this.#original]
    const rows = this.#rows
    const index = existing ? this.#indexOf(existing) : -1
    if (row && existing && this.#fits(row, index)) {
      rows[index] = row
      this.#index?.set(id, row)
      return true
    }
    if (existing) rows.splice(index, 1)
    const next = row ? firstAfter(rows, row, this.#order) : rows.length
    if (row && (next < rows.length || !this.#hasMore)) {
      rows.splice(next, 0, row)
      this.#index?.set(id, row)
      return true
    }
    this.#index?.delete(id)
    return existing !== null
  }

  /** Returns the current rows; the original array when nothing changed. */
  result(): readonly Row[] {
    const rows = this.#rows ?? this.#original
    if (this.#index) indices.set(rows, this.#index)
    return rows
  }

  #takeIndex(): Map<string, Row> {
    const shared = indices.get(this.#original) as Map<string, Row> | undefined
    indices.delete(this.#original)
    return shared ?? new Map(this.#original.map((row) => [row.id, row]))
  }

  #fits(row: Row, index: number): boolean {
    const rows = this.#rows ?? this.#original
    const after = index === 0 || this.#order(rows[index - 1] as Row, row) < 0
    // Rows behind the last loaded one are unknown, so the last row may only stay or move up.
    const before =
      index < rows.length - 1 ? this.#order(row, rows[index + 1] as Row) < 0 : !this.#hasMore || this.#order(row, rows[index] as Row) <= 0
    return after && before
  }

  #indexOf(existing: Row): number {
    const rows = this.#rows ?? this.#original
    const index = firstAfter(rows, existing, this.#order) - 1
    // A page that is not in view order is searched linearly.
    return rows[index] === existing ? index : rows.indexOf(existing)
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
