import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { TableItems } from './table-items.ts'

interface KeptPlaceOptions<Row> {
  frame: RefObject<HTMLElement | null>
  items: TableItems<Row>
  /** The rendered rows with their index. */
  drawn: readonly { readonly key: string; readonly nth: number }[]
  activeKey: string | null
  /** Distance of a row from the top of the list, px. */
  offsetOf: (nth: number) => number | null
}

interface Place {
  readonly nth: number
  readonly offset: number
}

/**
 * Keeps visible rows in position when rows are inserted or removed above (RT-7). At the very top, while neither pointer
 * nor focus is inside, new rows are shown.
 */
export function useKeptPlace<Row>({ frame, items, drawn, activeKey, offsetOf }: KeptPlaceOptions<Row>): void {
  const scrolled = useScrolled(frame)
  const before = useRef<{ items: TableItems<Row>; places: Map<string, Place> } | null>(null)

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const previous = before.current
    if (previous && previous.items !== items && (scrolled.current > 0 || isInside(element))) {
      const shift = shiftOf(anchors(previous.places, scrolled.current, activeKey), items, offsetOf)
      if (shift !== 0) {
        element.scrollTop += shift
        scrolled.current = element.scrollTop
      }
    }
    before.current = { items, places: placesOf(drawn, offsetOf) }
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
function anchors(places: ReadonlyMap<string, Place>, scrollTop: number, activeKey: string | null): readonly (readonly [string, Place])[] {
  const inView = [...places].filter(([, { offset }]) => offset >= scrollTop)
  const active = activeKey === null ? undefined : places.get(activeKey)
  return active && activeKey !== null ? [[activeKey, active], ...inView] : inView
}

function shiftOf<Row>(
  candidates: readonly (readonly [string, Place])[],
  items: TableItems<Row>,
  offsetOf: (nth: number) => number | null,
): number {
  for (const [key, place] of candidates) {
    const nth = items.nthOf(key, place.nth)
    const offset = nth < 0 ? null : offsetOf(nth)
    if (offset !== null) return offset - place.offset
  }
  return 0
}

/** Offsets of the rendered rows; measuring the others at every render would be too slow. */
function placesOf(drawn: KeptPlaceOptions<never>['drawn'], offsetOf: (nth: number) => number | null): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { key, nth } of drawn) {
    const offset = offsetOf(nth)
    if (offset !== null) places.set(key, { nth, offset })
  }
  return places
}
