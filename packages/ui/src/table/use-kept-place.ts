import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { TableItem } from './use-table-model.ts'

interface KeptPlaceOptions<Row> {
  frame: RefObject<HTMLElement | null>
  items: readonly TableItem<Row>[]
  activeKey: string | null
  /** Distance of an item from the top of the list in px. */
  offsetOf: (index: number) => number | null
}

/**
 * Keeps what somebody is reading where it is when rows come or go above it (RT-7). At the very top and with
 * nobody inside, arrivals are let in, because then they are what one wants to see.
 */
export function useKeptPlace<Row>({ frame, items, activeKey, offsetOf }: KeptPlaceOptions<Row>): void {
  const before = useRef<{ items: readonly TableItem<Row>[]; offsets: Map<string, number> } | null>(null)

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const previous = before.current
    if (previous && previous.items !== items && mayHold(element)) {
      const shift = shiftOf(previous.offsets, anchors(previous, element.scrollTop, activeKey), items, offsetOf)
      if (shift !== 0) element.scrollTop += shift
    }
    before.current = { items, offsets: visibleOffsets(items, offsetOf, element) }
  })
}

const mayHold = (element: HTMLElement) => element.scrollTop > 0 || element.contains(document.activeElement) || element.matches(':hover')

/** Candidates to hold on to: the row the keyboard is on, then what is in view from the top. */
function anchors<Row>(
  previous: { items: readonly TableItem<Row>[]; offsets: Map<string, number> },
  scrollTop: number,
  activeKey: string | null,
) {
  const inView = [...previous.offsets].filter(([, offset]) => offset >= scrollTop).map(([key]) => key)
  return activeKey !== null && previous.offsets.has(activeKey) ? [activeKey, ...inView] : inView
}

function shiftOf<Row>(
  old: Map<string, number>,
  candidates: readonly string[],
  items: readonly TableItem<Row>[],
  offsetOf: (index: number) => number | null,
): number {
  for (const key of candidates) {
    const index = items.findIndex((item) => item.key === key)
    const offset = index < 0 ? null : offsetOf(index)
    if (offset !== null) return offset - (old.get(key) ?? offset)
  }
  return 0
}

/** Where the rows in and near the view stand; the rest is not worth measuring on every draw. */
function visibleOffsets<Row>(items: readonly TableItem<Row>[], offsetOf: (index: number) => number | null, element: HTMLElement) {
  const offsets = new Map<string, number>()
  const until = element.scrollTop + element.clientHeight
  for (const [index, item] of items.entries()) {
    const offset = offsetOf(index)
    if (offset === null) continue
    if (offset > until) break
    if (offset >= element.scrollTop - element.clientHeight) offsets.set(item.key, offset)
  }
  return offsets
}
