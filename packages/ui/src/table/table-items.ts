import type { ReactNode } from 'react'

export interface RowItem<Row> {
  readonly kind: 'row'
  readonly key: string
  readonly row: Row
  /** Index of the row. */
  readonly nth: number
}
export interface SectionItem {
  readonly kind: 'section'
  readonly key: string
  readonly label: ReactNode
}
export type TableItem<Row> = RowItem<Row> | SectionItem

export interface Sections<Row> {
  /** A value that differs from the previous row's starts a section. */
  readonly of: (row: Row) => string
  readonly label: (row: Row) => ReactNode
}

interface Heading {
  readonly key: string
  /** Index among the items. */
  readonly at: number
}

/** Search radius around the previous index: rows usually come and go one at a time. */
const SEARCH_RADIUS = 64

/** Rows and headings of a table by index, created on access, so that ten thousand rows cost nothing. */
export class TableItems<Row> {
  readonly rows: readonly Row[]
  readonly #keyOf: (row: Row) => string
  readonly #sections: Sections<Row> | null
  readonly #headings: readonly Heading[]

  constructor(rows: readonly Row[], keyOf: (row: Row) => string, sections: Sections<Row> | null) {
    this.rows = rows
    this.#keyOf = keyOf
    this.#sections = sections
    this.#headings = sections ? headingsOf(rows, sections.of) : []
  }

  get length(): number {
    return this.rows.length + this.#headings.length
  }

  at(index: number): TableItem<Row> | null {
    const above = this.#headingsUpTo(index)
    const heading = this.#headings[above - 1]
    if (heading?.at !== index) return this.rowAt(index - above)
    const first = this.rowAt(index - above + 1)
    return first && { kind: 'section', key: heading.key, label: this.#sections?.label(first.row) }
  }

  /** Key of an item. Called for every item after each change, so it avoids creating items. */
  keyAt(index: number): string | null {
    const above = this.#headings.length === 0 ? 0 : this.#headingsUpTo(index)
    const heading = this.#headings[above - 1]
    if (heading?.at === index) return heading.key
    const row = this.rows[index - above]
    return row === undefined ? null : this.#keyOf(row)
  }

  isHeading(index: number): boolean {
    return this.#headings.length > 0 && this.#headings[this.#headingsUpTo(index) - 1]?.at === index
  }

  rowAt(nth: number): RowItem<Row> | null {
    const row = this.rows[nth]
    return row === undefined ? null : { kind: 'row', key: this.#keyOf(row), row, nth }
  }

  /** Index of the row with a key; -1 if there is none. @param near its previous index */
  nthOf(key: string, near = 0): number {
    const has = (nth: number) => nth >= 0 && nth < this.rows.length && this.#keyOf(this.rows[nth] as Row) === key
    for (let step = 0; step <= SEARCH_RADIUS; step++) {
      if (has(near + step)) return near + step
      if (has(near - step)) return near - step
    }
    return this.rows.findIndex((row) => this.#keyOf(row) === key)
  }

  /** Index of a row among the items. */
  indexOfRow(nth: number): number {
    let above = 0
    while ((this.#headings[above]?.at ?? Number.POSITIVE_INFINITY) <= nth + above) above++
    return nth + above
  }

  /** Number of headings at or before an index. */
  #headingsUpTo(index: number): number {
    let from = 0
    let to = this.#headings.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#headings[middle] as Heading).at <= index) from = middle + 1
      else to = middle
    }
    return from
  }
}

function headingsOf<Row>(rows: readonly Row[], sectionOf: (row: Row) => string): readonly Heading[] {
  const headings: Heading[] = []
  const seen = new Map<string, number>()
  let last: string | null = null
  for (const [nth, row] of rows.entries()) {
    const section = sectionOf(row)
    if (section === last) continue
    last = section
    const times = seen.get(section) ?? 0
    seen.set(section, times + 1)
    headings.push({ key: `section ${section} ${times}`, at: nth + headings.length })
  }
  return headings
}
