import type { KeyboardEvent } from 'react'
import { isTyping, letterOf } from '../keyboard/keys.ts'
import type { Direction } from '../theme/theme.ts'

interface GridKeysOptions {
  direction: Direction
  rowCount: number
  columnIds: readonly string[]
  /** -1 without an active row. */
  activeRow: number
  activeColumnId: string | null
  cellNavigation: boolean
  pageSize: () => number
  moveTo: (row: number) => void
  moveToColumn: (columnId: string) => void
  open: () => void
  toggleSelected: () => void
  other: (event: KeyboardEvent) => void
}

const interactive = 'button, a[href], input, select, textarea, [role=button], [role=menuitem], [role=combobox]'

/** Whether a click or key is meant for a control inside a row. */
export const isForControl = (target: EventTarget | null, grid: Element): boolean => {
  const control = target instanceof Element ? target.closest(interactive) : null
  return control !== null && control !== grid && grid.contains(control)
}

/** Handles keys: ↑ ↓ j k Home End PgUp PgDn move, Enter opens, x selects; ← → follow the visual order (K-8, AR-9). */
export function gridKeys(event: KeyboardEvent, options: GridKeysOptions): void {
  const key = letterOf(event)
  const plain = !(isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey)
  const move = plain ? moves(options)[key] : undefined
  const onRow = plain && options.activeRow >= 0 && !isForControl(event.target, event.currentTarget)

  if (move && options.rowCount > 0) {
    event.preventDefault()
    options.moveTo(move())
  } else if (plain && options.cellNavigation && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    event.preventDefault()
    options.moveToColumn(nextColumn(key, options))
  } else if (onRow && key === 'Enter') {
    event.preventDefault()
    options.open()
  } else if (onRow && key === 'x') {
    options.toggleSelected()
  } else {
    options.other(event)
  }
}

function moves({ activeRow, rowCount, pageSize }: GridKeysOptions): Record<string, () => number> {
  const step = (by: number) => Math.min(Math.max(activeRow + by, 0), rowCount - 1)
  const down = () => step(1)
  const up = () => step(-1)
  return {
    ArrowDown: down,
    j: down,
    ArrowUp: up,
    k: up,
    Home: () => 0,
    End: () => rowCount - 1,
    PageDown: () => step(pageSize()),
    PageUp: () => step(-pageSize()),
  }
}

function nextColumn(key: 'ArrowLeft' | 'ArrowRight', { direction, columnIds, activeColumnId }: GridKeysOptions): string {
  const forward = (key === 'ArrowRight') === (direction === 'ltr')
  const now = activeColumnId ? columnIds.indexOf(activeColumnId) : -1
  const next = Math.min(Math.max(now + (forward ? 1 : -1), 0), columnIds.length - 1)
  return columnIds[next] ?? ''
}
