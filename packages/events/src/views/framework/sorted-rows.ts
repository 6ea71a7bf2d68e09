import type { ViewRow } from './define-view.ts'

/**
 * Which row has which id, for the latest of a list's row arrays. Handed on from array to array instead of copied:
 * whoever carries on an older array makes its own again.
 */
const indices = new WeakMap<readonly ViewRow[], Map<string, ViewRow>>()

/** Rows in a view's order while events are folded into them. The array they came in stays as it is. */
export class SortedRows<Row extends ViewRow> {
  readonly #given: readonly Row[]
  readonly #order: (a: Row, b: Row) => number
  /** The list goes on beyond its last loaded row. */
  readonly #more: boolean
  /** Own copy, made with the first change. */
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
   * Puts a row where the order wants it, or takes it away. Below the last loaded row of a longer list it is left to
   * the next page. Answers whether anything is otherwise than before.
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

  /** The rows as they are now; the same array when nothing changed. */
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
    // What follows the last loaded row is unknown: there it may only stay or rise.
    const before = at < rows.length - 1 ? this.#order(row, rows[at + 1] as Row) < 0 : !this.#more || this.#order(row, rows[at] as Row) <= 0
    return after && before
  }

  #placeOf(held: Row): number {
    const rows = this.#rows ?? this.#given
    const at = firstAfter(rows, held, this.#order) - 1
    // A page that did not come in the order of the view is searched from its top.
    return rows[at] === held ? at : rows.indexOf(held)
  }
}

/** The place of the first row that stands behind the given one. */
function firstAfter<Row>(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let [from, to] = [0, rows.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (order(row, rows[middle] as Row) < 0) to = middle
    else from = middle + 1
  }
  return from
}
