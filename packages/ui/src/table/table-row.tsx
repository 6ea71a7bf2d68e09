import Checkbox from '@mui/material/Checkbox'
import { memo, type ReactNode } from 'react'
import type { ListTone } from '../frame/card.tsx'
import { useWords } from '../words.tsx'
import type { ClinicalColumn } from './columns.ts'

export interface TableRowProps<Row> {
  row: Row
  id: string
  itemKey: string
  /** Position among the table's items, for measuring. */
  itemIndex: number
  ariaRowIndex: number
  columns: readonly ClinicalColumn<Row>[]
  offsets: ReadonlyMap<string, number>
  tone: ListTone | null
  active: boolean
  activeColumnId: string | null
  /** `null`: this table, or this row, cannot be selected. */
  selected: boolean | null
  selectable: boolean
  label: string
  measure?: (element: Element | null) => void
}

/** Drawn again only when its own row, mark or selection changed: one change among 10,000 costs one row. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow

function DrawnRow<Row>(props: TableRowProps<Row>) {
  const {
    row,
    id,
    itemKey,
    itemIndex,
    ariaRowIndex,
    columns,
    offsets,
    tone,
    active,
    activeColumnId,
    selected,
    selectable,
    label,
    measure,
  } = props
  return (
    <tr
      id={id}
      ref={measure}
      data-index={itemIndex}
      data-key={itemKey}
      data-tone={tone ?? undefined}
      data-active={active || undefined}
      aria-rowindex={ariaRowIndex}
      aria-selected={selected ?? undefined}
      aria-current={active || undefined}
    >
      {selectable && <SelectionCell selected={selected} label={label} />}
      {columns.map((column) => (
        <Cell
          key={column.id}
          id={`${id}_${column.id}`}
          column={column}
          start={offsets.get(column.id)}
          active={active && activeColumnId === column.id}
        >
          {column.cell(row)}
        </Cell>
      ))}
    </tr>
  )
}

interface CellProps<Row> {
  id: string
  column: ClinicalColumn<Row>
  /** Distance from the start edge of a column that stays in view. */
  start: number | undefined
  active: boolean
  children: ReactNode
}

function Cell<Row>({ id, column, start, active, children }: CellProps<Row>) {
  const attributes = {
    id,
    'data-column': column.id,
    'data-align': column.align,
    'data-one-line': column.wrap === false || undefined,
    'data-sticky': start !== undefined || undefined,
    'data-active-cell': active || undefined,
    style: { insetInlineStart: start },
  }
  return column.rowHeader ? (
    <th scope="row" {...attributes}>
      {children}
    </th>
  ) : (
    <td {...attributes}>{children}</td>
  )
}

function SelectionCell({ selected, label }: { selected: boolean | null; label: string }) {
  const words = useWords()
  return (
    <td data-sticky data-select style={{ insetInlineStart: 0 }}>
      {selected !== null && (
        <Checkbox
          checked={selected}
          tabIndex={-1}
          // The table listens for the click on the cell; the box only shows.
          readOnly
          slotProps={{ input: { 'aria-label': words.selectRow(label) } }}
        />
      )}
    </td>
  )
}
