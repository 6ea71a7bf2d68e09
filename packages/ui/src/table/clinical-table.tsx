'use no memo'
// The virtualiser is one mutable object; compiled memoisation would freeze the rows it returns.

import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useCallback, useId, useMemo, useRef } from 'react'
import { useDensity } from '../theme/theme-provider.tsx'
import { rowHeights } from '../theme/tokens.ts'
import { type ClinicalTableProps, gridTemplate, HEAD_PX, minTableWidth, SECTION_PX, stickyOffsets } from './columns.ts'
import { TableFrame } from './table-frame.ts'
import { TableHead } from './table-head.tsx'
import { TableRow } from './table-row.tsx'
import { useActive } from './use-active.ts'
import { useScrollAnchor } from './use-scroll-anchor.ts'
import { useTableEvents } from './use-table-events.ts'
import { useTableItems } from './use-table-items.ts'

/** Below this number of rows, rendering all is cheaper and find-in-page works. */
const VIRTUALISE_ABOVE = 100
const SECOND_LINE_PX = 12

/**
 * The product's list: sticky header and columns, headings, keyboard, selection, and virtualised rows. Focus stays on the
 * grid and `aria-activedescendant` names the active row, so that keyboard focus survives when a row leaves.
 */
export function ClinicalTable<Row>(props: ClinicalTableProps<Row>) {
  const { label, columns, rowTone, rowLabel, selection, lines = 1, empty } = props
  const selectable = selection !== undefined
  const tableId = useId()
  const frame = useRef<HTMLDivElement>(null)
  const rowPx = rowHeights[useDensity()] + (lines - 1) * SECOND_LINE_PX
  const { items, sort, toggleSort } = useTableItems(props)
  const active = useActive(props, items)
  const { activeKey, activeColumnId } = active
  const offsets = useMemo(() => stickyOffsets(columns, selectable), [columns, selectable])
  const virtual = items.length > VIRTUALISE_ABOVE
  const grows = columns.some(({ wrap }) => wrap !== false)
  const virtualizer = useVirtualizer({
    count: items.length,
    enabled: virtual,
    getScrollElement: () => frame.current,
    // Constant while the rows are: a new function would remeasure all of them.
    getItemKey: useCallback((index: number) => items.keyAt(index) ?? index, [items]),
    estimateSize: (index) => (items.isHeading(index) ? SECTION_PX : rowPx) + 1,
    overscan: 8,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  })
  const virtualItems = virtual ? virtualizer.getVirtualItems() : null
  const indexes = virtualItems?.map(({ index }) => index) ?? Array.from({ length: items.length }, (_, index) => index)
  const rendered = indexes.flatMap((index) => {
    const item = items.at(index)
    return item ? [{ item, index }] : []
  })
  const offsetOf = (nth: number) => {
    const index = items.indexOfRow(nth)
    return virtual ? (virtualizer.measurementsCache[index]?.start ?? null) : renderedOffset(frame.current, index)
  }
  useScrollAnchor({ frame, items, rendered: rendered.flatMap(({ item }) => (item.kind === 'row' ? [item] : [])), activeKey, offsetOf })

  const idOf = (key: string) => `${tableId}${encodeURIComponent(key)}`
  const show = (nth: number) => {
    if (virtual) virtualizer.scrollToIndex(items.indexOfRow(nth))
    // jsdom and very old browsers have no scrollIntoView; the row is active without it.
    else document.getElementById(idOf(items.rowAt(nth)?.key ?? ''))?.scrollIntoView?.({ block: 'nearest' })
  }
  const events = useTableEvents({ props, frame, items, rowPx, active, show })

  const space = virtualItems && {
    paddingBlockStart: (virtualItems[0]?.start ?? HEAD_PX) - HEAD_PX,
    paddingBlockEnd: virtualizer.getTotalSize() - ((virtualItems.at(-1)?.end ?? HEAD_PX) - HEAD_PX),
  }
  const frameVariables = {
    '--table-columns': gridTemplate(columns, selectable),
    '--table-width': `${minTableWidth(columns, selectable)}px`,
    '--table-row': `${rowPx + 1}px`,
  } as CSSProperties
  const activeId = activeKey === null || active.activeNth < 0 ? undefined : idOf(activeKey)

  return (
    <TableFrame ref={frame} style={frameVariables}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA names this very pair for grids made of tables
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={items.length + 1}
        aria-multiselectable={selectable || undefined}
        aria-activedescendant={activeColumnId && activeId ? `${activeId}_${activeColumnId}` : activeId}
        {...events}
      >
        <TableHead columns={columns} offsets={offsets} selectable={selectable} sort={sort} onSort={toggleSort} />
        <tbody style={space ?? undefined}>
          {rendered.map(({ item, index }) =>
            item.kind === 'section' ? (
              <tr key={item.key} data-section data-index={index} aria-rowindex={index + 2}>
                <th scope="rowgroup" colSpan={columns.length + (selectable ? 1 : 0)}>
                  {item.label}
                </th>
              </tr>
            ) : (
              <TableRow
                key={item.key}
                row={item.row}
                id={idOf(item.key)}
                itemKey={item.key}
                itemIndex={index}
                ariaRowIndex={index + 2}
                columns={columns}
                offsets={offsets}
                tone={rowTone?.(item.row) ?? null}
                active={item.key === activeKey}
                activeColumnId={item.key === activeKey ? activeColumnId : null}
                selectable={selectable}
                selected={selection && selection.selectable?.(item.row) !== false ? selection.keys.has(item.key) : null}
                label={rowLabel?.(item.row) ?? item.key}
                measure={virtual && grows ? virtualizer.measureElement : undefined}
              />
            ),
          )}
        </tbody>
      </table>
      {items.length === 0 && empty}
    </TableFrame>
  )
}

const renderedOffset = (frame: HTMLElement | null, index: number): number | null =>
  frame?.querySelector<HTMLElement>(`tbody > [data-index="${index}"]`)?.offsetTop ?? null
