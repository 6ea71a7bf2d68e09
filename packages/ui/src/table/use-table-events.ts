import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import { useDirection } from '../theme/theme-provider.tsx'
import type { ClinicalTableProps } from './columns.ts'
import type { RowItem, TableItems } from './table-items.ts'
import type { useActive } from './use-active.ts'
import { gridKeys, isForControl } from './use-grid-keys.ts'

interface TableEventsOptions<Row> {
  props: ClinicalTableProps<Row>
  frame: RefObject<HTMLElement | null>
  items: TableItems<Row>
  rowPx: number
  active: ReturnType<typeof useActive<Row>>
  /** Scrolls a row into view. */
  show: (nth: number) => void
}

/** Event handlers of the grid: rows have none of their own, so that no row rerenders because of a handler. */
export function useTableEvents<Row>({ props, frame, items, rowPx, active, show }: TableEventsOptions<Row>) {
  const direction = useDirection()
  const { activeNth, activeColumnId, setActive, lastNth } = active
  const { columns, selection, cellNavigation = false, openOnClick = false } = props

  const toggle = (item: RowItem<Row>) => {
    if (!selection || selection.selectable?.(item.row) === false) return
    const keys = new Set(selection.keys)
    if (!keys.delete(item.key)) keys.add(item.key)
    selection.onChange(keys)
  }
  const moveTo = (nth: number) => {
    const item = items.rowAt(nth)
    if (!item) return
    setActive(item, activeColumnId)
    show(nth)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items.rowAt(activeNth)
    gridKeys(event, {
      direction,
      rowCount: items.rows.length,
      columnIds: columns.map(({ id }) => id),
      // After the active row left, the next step starts at its index.
      activeRow: item ? activeNth : Math.min(lastNth.current, items.rows.length) - 1,
      activeColumnId,
      cellNavigation,
      pageSize: () => pageOf(frame.current, rowPx),
      moveTo,
      moveToColumn: (columnId) => item && setActive(item, columnId),
      open: () => item && props.onOpen?.(item.row, activeColumnId),
      toggleSelected: () => item && toggle(item),
      other: (key) => item && props.onRowKey?.(key, item.row, activeColumnId),
    })
  }

  const hitBy = ({ target, currentTarget }: MouseEvent) => {
    if (!(target instanceof Element)) return null
    const key = target.closest('[data-key]')?.getAttribute('data-key')
    const item = key ? items.rowAt(items.nthOf(key)) : null
    if (!item) return null
    return {
      item,
      columnId: target.closest('[data-column]')?.getAttribute('data-column') ?? null,
      onSelection: target.closest('[data-select]') !== null,
      onControl: isForControl(target, currentTarget),
    }
  }
  const onClick = (event: MouseEvent) => {
    const hit = hitBy(event)
    if (hit?.onSelection) return toggle(hit.item)
    if (!hit || hit.onControl) return
    setActive(hit.item, cellNavigation ? hit.columnId : null)
    if (openOnClick) props.onOpen?.(hit.item.row, hit.columnId)
  }
  const onDoubleClick = (event: MouseEvent) => {
    const hit = hitBy(event)
    if (hit && !hit.onControl && !openOnClick) props.onOpen?.(hit.item.row, hit.columnId)
  }

  return { onKeyDown, onClick, onDoubleClick }
}

/** Number of visible rows minus two for orientation; ten before the first measurement. */
const pageOf = (frame: HTMLElement | null, rowPx: number) =>
  frame?.clientHeight ? Math.max(1, Math.floor(frame.clientHeight / rowPx) - 2) : 10
