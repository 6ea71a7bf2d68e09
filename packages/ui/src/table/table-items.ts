import type { ReactNode } from 'react'

export interface RowItem<Row> {
  readonly kind: 'row'
  readonly key: string
  readonly row: Row
  /** Its number among the rows. */
  readonly nth: number
}
export interface SectionItem {
  readonly kind: 'section'
  readonly key: string
  readonly label: ReactNode
}
export type TableItem<Row> = RowItem<Row> | SectionItem

export interface Sections<Row> {
  /** A heading stands wherever it differs from the row before. */
  readonly of: (row: Row) => string
  readonly label: (row: Row) => ReactNode
}

interface Heading {
  readonly key: string
  /** Place among the items. */
  readonly at: number
}

/** A place is first looked for this far around where it was; rows come and go one at a time. */
const NEAR = 64

/** The lines of a table, rows and headings, by their place: made when they are drawn, so that ten thousand cost nothing. */
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

  /** Asked for every item whenever the list changed: without headings a plain look at the row. */
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

  /** Which row has the key; -1 when none has. @param near where it was */
  nthOf(key: string, near = 0): number {
    const has = (nth: number) => nth >= 0 && nth < this.rows.length && this.#keyOf(this.rows[nth] as Row) === key
    for (let step = 0; step <= NEAR; step++) {
      if (has(near + step)) return near + step
      if (has(near - step)) return near - step
    }
    return this.rows.findIndex((row) => this.#keyOf(row) === key)
  }

  /** The place among the items of a row. */
  indexOfRow(nth: number): number {
    let above = 0
    while ((this.#headings[above]?.at ?? Number.POSITIVE_INFINITY) <= nth + above) above++
    return nth + above
  }

  /** How many headings stand at or before a place. */
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
