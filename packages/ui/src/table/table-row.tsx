import Checkbox from '@mui/material/Checkbox'
import { memo, type ReactNode } from 'react'
import type { ListTone } from '../frame/card.tsx'
import { useWords } from '../words.tsx'
import type { ClinicalColumn } from './columns.ts'

export interface TableRowProps<Row> {
  row: Row
  id: string
  itemKey: string
  /** Index among the table's items, for measuring. */
  itemIndex: number
  ariaRowIndex: number
  columns: readonly ClinicalColumn<Row>[]
  offsets: ReadonlyMap<string, number>
  tone: ListTone | null
  active: boolean
  activeColumnId: string | null
  /** `null`: the table or the row is not selectable. */
  selected: boolean | null
  selectable: boolean
  label: string
  measure?: ((element: Element | null) => void) | undefined
}

/** Rendered only when its row, active state or selection changes: one change among 10,000 rows renders one row. */
export const TableRow = memo(MemoisedRow) as typeof MemoisedRow

function MemoisedRow<Row>(props: TableRowProps<Row>) {
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
  /** Distance of a sticky column from the start edge, px. */
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
          // The table handles clicks on the cell; the box only displays the state.
          readOnly
          slotProps={{ input: { 'aria-label': words.selectRow(label) } }}
        />
      )}
    </td>
  )
}
