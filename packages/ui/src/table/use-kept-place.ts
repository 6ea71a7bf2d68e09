import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { TableItems } from './table-items.ts'

interface KeptPlaceOptions<Row> {
  frame: RefObject<HTMLElement | null>
  items: TableItems<Row>
  /** The rows that are drawn, by their place among the rows. */
  drawn: readonly { readonly key: string; readonly nth: number }[]
  activeKey: string | null
  /** Distance of a row from the top of the list in px. */
  offsetOf: (nth: number) => number | null
}

interface Place {
  readonly nth: number
  readonly offset: number
}

/**
 * Keeps what somebody is reading where it is when rows come or go above it (RT-7). At the very top and with
 * nobody inside, arrivals are let in, because then they are what one wants to see.
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

/** How far the list is scrolled, as its scroll events said: the element itself would lay the page out, for each change anew, to answer. */
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

/** Candidates to hold on to: the row the keyboard is on, then what is in view from the top. */
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

/** Where the drawn rows stand; the rest is not worth measuring on every draw. */
function placesOf(drawn: KeptPlaceOptions<never>['drawn'], offsetOf: (nth: number) => number | null): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { key, nth } of drawn) {
    const offset = offsetOf(nth)
    if (offset !== null) places.set(key, { nth, offset })
  }
  return places
}
