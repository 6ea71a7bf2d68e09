import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import { visuallyHidden } from '../theme/visually-hidden.ts'
import { useWords } from '../words.tsx'
import type { ClinicalColumn, TableSort } from './columns.ts'

interface TableHeadProps<Row> {
  columns: readonly ClinicalColumn<Row>[]
  offsets: ReadonlyMap<string, number>
  selectable: boolean
  sort: TableSort | null
  onSort: (columnId: string) => void
}

/** Rendered only when columns or sort order change. */
export const TableHead = memo(MemoisedHead) as typeof MemoisedHead

function MemoisedHead<Row>({ columns, offsets, selectable, sort, onSort }: TableHeadProps<Row>) {
  const words = useWords()
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selectable && <th scope="col" aria-label={words.selection} data-sticky style={{ insetInlineStart: 0 }} />}
        {columns.map(({ id, header, label, align, sortValue }) => (
          <th
            key={id}
            scope="col"
            aria-sort={sort?.columnId === id ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
            data-align={align}
            data-sticky={offsets.has(id) || undefined}
            style={{ insetInlineStart: offsets.get(id) }}
          >
            {label && <span style={visuallyHidden}>{label}</span>}
            {sortValue ? (
              <button type="button" onClick={() => onSort(id)}>
                {header}
                {sort?.columnId === id && <SortArrow direction={sort.direction} />}
              </button>
            ) : (
              <span aria-hidden={label ? true : undefined}>{header}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function SortArrow({ direction }: Pick<TableSort, 'direction'>) {
  const words = useWords()
  return direction === 'asc' ? (
    <ArrowUp size={12} aria-label={words.sortAscending} />
  ) : (
    <ArrowDown size={12} aria-label={words.sortDescending} />
  )
}
