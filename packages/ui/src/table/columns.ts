import type { ReactNode } from 'react'
import type { ListTone } from '../frame/card.tsx'

export interface ClinicalColumn<Row> {
  id: string
  header: ReactNode
  /** Name of the column if `header` is not text. */
  label?: string
  /** Must depend on the row only: an unchanged row is not rendered again. */
  cell: (row: Row) => ReactNode
  /** CSS px; without it the column shares the remaining width. */
  width?: number
  /** Share of the remaining width; defaults to 1. */
  grow?: number
  /** Smallest width of a growing column, px. */
  minWidth?: number
  align?: 'start' | 'center' | 'end'
  /** `false` for short text. Otherwise it wraps and the row grows: text is never truncated (FMT-7). */
  wrap?: boolean
  /** Stays visible while the columns scroll; for the first columns only. */
  sticky?: boolean
  /** Header cell of the row, announced with every cell. */
  rowHeader?: boolean
  /** Makes the column sortable. */
  sortValue?: (row: Row) => string | number | null
}

export interface TableSelection<Row> {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** Whether a row may be part of a multiple selection, unlike for example abnormal results (RES-13). */
  selectable?: (row: Row) => boolean
}

export interface TableSort {
  columnId: string
  direction: 'asc' | 'desc'
}

export interface ClinicalTableProps<Row> {
  /** Name of the grid for screen readers. */
  label: string
  rows: readonly Row[]
  /** Constant or memoised; new columns rerender every row. */
  columns: readonly ClinicalColumn<Row>[]
  /** Stable and unique; never a name or another personal detail. */
  rowKey: (row: Row) => string
  /** Name of the row for the selection box and announcements. */
  rowLabel?: (row: Row) => string
  rowTone?: (row: Row) => ListTone | null
  /** A value that differs from the previous row's starts a new section. */
  sectionOf?: (row: Row) => string
  /** Heading of a section. */
  sectionLabel?: (row: Row) => ReactNode
  /** Number of text lines of a row. */
  lines?: 1 | 2
  /** The active row; managed by the table if omitted. */
  activeKey?: string | null
  onActiveChange?: (key: string | null, row: Row | null) => void
  /** Called on Enter and double click, or on a single click with `openOnClick`. */
  onOpen?: (row: Row, columnId: string | null) => void
  openOnClick?: boolean
  /** Handles further keys (Space, `.`, `w`) after the table's own. */
  onRowKey?: (event: React.KeyboardEvent, row: Row, columnId: string | null) => void
  selection?: TableSelection<Row> | undefined
  /** ← → move between cells in visual order (AR-9), for grids whose columns are times. */
  cellNavigation?: boolean
  initialSort?: TableSort
  onSortChange?: (sort: TableSort | null) => void
  /** Shown instead of rows if there are none. */
  empty?: ReactNode
}

export const HEAD_PX = 30
export const SECTION_PX = 28

const share = ({ width, grow = 1, minWidth = 80 }: ClinicalColumn<never>) =>
  width === undefined ? `minmax(${minWidth}px, ${grow}fr)` : `${width}px`

const SELECTION_PX = 36

/** Column template of header and rows; cell content never widens a column. */
export function gridTemplate<Row>(columns: readonly ClinicalColumn<Row>[], selectable: boolean): string {
  const tracks = columns.map((column) => share(column as ClinicalColumn<never>))
  return [...(selectable ? [`${SELECTION_PX}px`] : []), ...tracks].join(' ')
}

/** Smallest width of the grid; below it the columns scroll. */
export function minTableWidth<Row>(columns: readonly ClinicalColumn<Row>[], selectable: boolean): number {
  const columnsWidth = columns.reduce((sum, { width, minWidth = 80 }) => sum + (width ?? minWidth), 0)
  return columnsWidth + (selectable ? SELECTION_PX : 0)
}

/** Distance of each sticky column from the start edge, px. */
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
