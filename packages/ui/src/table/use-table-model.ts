import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { ClinicalColumn, SectionOfRow, TableSort } from './columns.ts'

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text, basic: sortFn_basic },
})

export interface RowItem<Row> {
  kind: 'row'
  key: string
  row: Row
}
export type TableItem<Row> = RowItem<Row> | { kind: 'section'; key: string; section: SectionOfRow }

interface ModelOptions<Row> {
  rows: readonly Row[]
  columns: readonly ClinicalColumn<Row>[]
  rowKey: (row: Row) => string
  sectionOf?: (row: Row) => SectionOfRow | null
  initialSort?: TableSort
  onSortChange?: (sort: TableSort | null) => void
}

/** Order and headings of the rows; the rows themselves stay the objects that came in, so that memo can know them. */
export function useTableModel<Row>({ rows, columns, rowKey, sectionOf, initialSort, onSortChange }: ModelOptions<Row>) {
  const [sorting, setSorting] = useState<SortingState>(() =>
    initialSort ? [{ id: initialSort.columnId, desc: initialSort.direction === 'desc' }] : [],
  )
  const definitions = useMemo(
    () =>
      columns.map(
        ({ id, sortValue }): ColumnDef<typeof features, Row & object> => ({
          id,
          accessorFn: (row) => sortValue?.(row) ?? undefined,
          enableSorting: sortValue !== undefined,
          sortUndefined: 'last',
        }),
      ),
    [columns],
  )
  const table = useTable({
    features,
    data: rows as readonly (Row & object)[],
    columns: definitions,
    getRowId: rowKey,
    state: { sorting },
    enableMultiSort: false,
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update
      setSorting(next)
      const [first] = next
      onSortChange?.(first ? { columnId: first.id, direction: first.desc ? 'desc' : 'asc' } : null)
    },
  })

  const sorted = table.getRowModel().rows
  // Headings only make sense in the order they were made for.
  const sectioned = sorting.length === 0 ? sectionOf : undefined
  const items = useMemo<TableItem<Row>[]>(() => withSections(sorted, sectioned), [sorted, sectioned])
  const [current] = sorting
  const sort: TableSort | null = current ? { columnId: current.id, direction: current.desc ? 'desc' : 'asc' } : null
  const toggleSort = (columnId: string) => table.getColumn(columnId)?.toggleSorting()
  const rowItems = useMemo(() => items.filter((item) => item.kind === 'row'), [items])
  return { items, rowItems, sort, toggleSort }
}

function withSections<Row>(
  sorted: readonly { id: string; original: Row }[],
  sectionOf: ((row: Row) => SectionOfRow | null) | undefined,
): TableItem<Row>[] {
  const items: TableItem<Row>[] = []
  let last: string | null = null
  const seen = new Map<string, number>()
  for (const { id, original } of sorted) {
    const section = sectionOf?.(original) ?? null
    if (section && section.id !== last) {
      const nth = seen.get(section.id) ?? 0
      seen.set(section.id, nth + 1)
      items.push({ kind: 'section', key: `section ${section.id} ${nth}`, section })
    }
    last = section?.id ?? null
    items.push({ kind: 'row', key: id, row: original })
  }
  return items
}
