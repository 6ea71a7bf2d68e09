import type { ReactNode } from 'react'
import type { ListTone } from '../frame/card.tsx'

export interface ClinicalColumn<Row> {
  id: string
  header: ReactNode
  /** Names the column where `header` is not text. */
  label?: string
  /** Draws from the row alone: a row that did not change is not drawn again. */
  cell: (row: Row) => ReactNode
  /** CSS px; without it the column takes a share of what is left. */
  width?: number
  /** Share of the free width; 1 unless said. */
  grow?: number
  /** Least width of a growing column. */
  minWidth?: number
  align?: 'start' | 'center' | 'end'
  /** `false` for text that is short by nature. Otherwise it wraps and the row grows with it: nothing is ever cut off (FMT-7). */
  wrap?: boolean
  /** Stays in view while the columns scroll; for the first columns only. */
  sticky?: boolean
  /** What the row is about; announced with every cell. */
  rowHeader?: boolean
  /** Makes the column sortable. */
  sortValue?: (row: Row) => string | number | null
}

export interface TableSelection<Row> {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** Rows that may not be chosen together, e.g. abnormal results (RES-13). */
  selectable?: (row: Row) => boolean
}

export interface TableSort {
  columnId: string
  direction: 'asc' | 'desc'
}

export interface ClinicalTableProps<Row> {
  /** Names the grid for screen readers. */
  label: string
  rows: readonly Row[]
  /** Kept outside the component or memoised; new columns redraw every row. */
  columns: readonly ClinicalColumn<Row>[]
  /** Stable and unique; never a name or another detail of a person. */
  rowKey: (row: Row) => string
  /** What a selection box or an announcement calls the row. */
  rowLabel?: (row: Row) => string
  rowTone?: (row: Row) => ListTone | null
  /** Starts a new heading whenever it differs from the row before. */
  sectionOf?: (row: Row) => string
  /** What the heading above a row says. */
  sectionLabel?: (row: Row) => ReactNode
  /** Text lines of an ordinary row. */
  lines?: 1 | 2
  /** The row the keyboard is on; kept inside the table when absent. */
  activeKey?: string | null
  onActiveChange?: (key: string | null, row: Row | null) => void
  /** Enter and double click, or a plain click with `openOnClick`. */
  onOpen?: (row: Row, columnId: string | null) => void
  openOnClick?: boolean
  /** Further keys of a list (Space, `.`, `w`); called after the table's own. */
  onRowKey?: (event: React.KeyboardEvent, row: Row, columnId: string | null) => void
  selection?: TableSelection<Row>
  /** Moves cell by cell with ← → as the eye sees them (AR-9), for grids whose columns are moments. */
  cellNavigation?: boolean
  initialSort?: TableSort
  onSortChange?: (sort: TableSort | null) => void
  /** Stands in place of the rows when there are none. */
  empty?: ReactNode
}

export const HEAD_PX = 30
export const SECTION_PX = 28

const share = ({ width, grow = 1, minWidth = 80 }: ClinicalColumn<never>) =>
  width === undefined ? `minmax(${minWidth}px, ${grow}fr)` : `${width}px`

const SELECTION_PX = 36

/** One template for head and rows; nothing in a cell can widen its column, so columns never jump. */
export function gridTemplate<Row>(columns: readonly ClinicalColumn<Row>[], selectable: boolean): string {
  const tracks = columns.map((column) => share(column as ClinicalColumn<never>))
  return [...(selectable ? [`${SELECTION_PX}px`] : []), ...tracks].join(' ')
}

/** Least width of the whole grid; below it the columns scroll and the sticky ones stay. */
export function leastWidth<Row>(columns: readonly ClinicalColumn<Row>[], selectable: boolean): number {
  const columnsWidth = columns.reduce((sum, { width, minWidth = 80 }) => sum + (width ?? minWidth), 0)
  return columnsWidth + (selectable ? SELECTION_PX : 0)
}

/** Distance of each sticky column from the start edge. */
export function stickyOffsets<Row>(columns: readonly ClinicalColumn<Row>[], selectable: boolean): Map<string, number> {
  const offsets = new Map<string, number>()
  let offset = selectable ? SELECTION_PX : 0
  for (const column of columns) {
    if (!column.sticky) break
    offsets.set(column.id, offset)
    offset += column.width ?? column.minWidth ?? 80
  }
  return offsets
}
