import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { TableItems } from './table-items.ts'

interface ScrollAnchorOptions<Row> {
  frame: RefObject<HTMLElement | null>
  items: TableItems<Row>
  /** The rendered rows with their index. */
  rendered: readonly { readonly key: string; readonly nth: number }[]
  activeKey: string | null
  /** Distance of a row from the top of the list, px. */
  offsetOf: (nth: number) => number | null
}

interface RowPosition {
  readonly nth: number
  readonly offset: number
}

/**
 * Keeps visible rows in position when rows are inserted or removed above (RT-7). At the very top, while neither pointer
 * nor focus is inside, new rows are shown.
 */
export function useScrollAnchor<Row>({ frame, items, rendered, activeKey, offsetOf }: ScrollAnchorOptions<Row>): void {
  const scrolled = useScrolled(frame)
  const before = useRef<{ items: TableItems<Row>; positions: Map<string, RowPosition> } | null>(null)

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const previous = before.current
    if (previous && previous.items !== items && (scrolled.current > 0 || isInside(element))) {
      const shift = shiftOf(anchors(previous.positions, scrolled.current, activeKey), items, offsetOf)
      if (shift !== 0) {
        element.scrollTop += shift
        scrolled.current = element.scrollTop
      }
    }
    before.current = { items, positions: positionsOf(rendered, offsetOf) }
  })
}

const isInside = (element: HTMLElement) => element.contains(document.activeElement) || element.matches(':hover')

/** Scroll position from scroll events: reading it from the element would force a layout at each change. */
function useScrolled(frame: RefObject<HTMLElement | null>): RefObject<number> {
  const scrolled = useRef(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const note = () => {
      scrolled.current = element.scrollTop
    }
    element.addEventListener('scroll', note, { passive: true })
    return () => element.removeEventListener('scroll', note)
  }, [frame])
  return scrolled
}

/** Candidates for the anchor row: the active row, then the visible rows from the top. */
function anchors(
  positions: ReadonlyMap<string, RowPosition>,
  scrollTop: number,
  activeKey: string | null,
): readonly (readonly [string, RowPosition])[] {
  const inView = [...positions].filter(([, { offset }]) => offset >= scrollTop)
  const active = activeKey === null ? undefined : positions.get(activeKey)
  return active && activeKey !== null ? [[activeKey, active], ...inView] : inView
}

function shiftOf<Row>(
  candidates: readonly (readonly [string, RowPosition])[],
  items: TableItems<Row>,
  offsetOf: (nth: number) => number | null,
): number {
  for (const [key, position] of candidates) {
    const nth = items.nthOf(key, position.nth)
    const offset = nth < 0 ? null : offsetOf(nth)
    if (offset !== null) return offset - position.offset
  }
  return 0
}

/** Offsets of the rendered rows; measuring the others at every render would be too slow. */
function positionsOf(rendered: ScrollAnchorOptions<never>['rendered'], offsetOf: (nth: number) => number | null): Map<string, RowPosition> {
  const positions = new Map<string, RowPosition>()
  for (const { key, nth } of rendered) {
    const offset = offsetOf(nth)
    if (offset !== null) positions.set(key, { nth, offset })
  }
  return positions
}
