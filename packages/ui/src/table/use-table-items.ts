import { useMemo, useState } from 'react'
import { type Arrangement, byText, filterAndSort } from '../list/filter-and-sort.ts'
import { useDerived } from '../list/use-derived.ts'
import type { ClinicalColumn, ClinicalTableProps, TableSort } from './columns.ts'
import { TableItems } from './table-items.ts'

type ItemsOptions<Row> = Pick<
  ClinicalTableProps<Row>,
  'rows' | 'columns' | 'rowKey' | 'sectionOf' | 'sectionLabel' | 'initialSort' | 'onSortChange'
>

/** Sorts rows and adds headings; rows keep their identity, so that memoised rows are not rendered again. */
export function useTableItems<Row>({ rows, columns, rowKey, sectionOf, sectionLabel, initialSort, onSortChange }: ItemsOptions<Row>) {
  const [sort, setSort] = useState<TableSort | null>(initialSort ?? null)
  const rule = useMemo(() => arrangementOf(sort, columns, rowKey), [sort, columns, rowKey])
  const sorted = useDerived(filterAndSort<Row>, rule ? rows : (noRows as readonly Row[]), rule ?? originalOrder)
  const inOrder = rule ? sorted : rows
  // Sections apply to the list's own order only.
  const sections = useMemo(
    () => (sectionOf && sectionLabel && !rule ? { of: sectionOf, label: sectionLabel } : null),
    [sectionOf, sectionLabel, rule],
  )
  const items = useMemo(() => new TableItems(inOrder, rowKey, sections), [inOrder, rowKey, sections])
  const toggleSort = (columnId: string) => {
    const next = nextSort(sort, columnId)
    setSort(next)
    onSortChange?.(next)
  }
  return { items, sort, toggleSort }
}

const noRows: readonly never[] = []
const originalOrder: Arrangement<unknown> = { isIncluded: () => true, order: () => 0 }

/** Ascending, descending, then the list's own order. */
function nextSort(sort: TableSort | null, columnId: string): TableSort | null {
  if (sort?.columnId !== columnId) return { columnId, direction: 'asc' }
  return sort.direction === 'asc' ? { columnId, direction: 'desc' } : null
}

const words = new Intl.Collator(undefined, { numeric: true })

/** Rows without a value come last in both directions. */
function arrangementOf<Row>(
  sort: TableSort | null,
  columns: readonly ClinicalColumn<Row>[],
  rowKey: (row: Row) => string,
): Arrangement<Row> | null {
  const valueIn = columns.find(({ id }) => id === sort?.columnId)?.sortValue
  if (!sort || !valueIn) return null
  const sign = sort.direction === 'asc' ? 1 : -1
  const compare = (a: string | number | null, b: string | number | null): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b)))
  }
  return { isIncluded: () => true, order: (a, b) => compare(valueIn(a), valueIn(b)) || byText(rowKey(a), rowKey(b)) }
}
