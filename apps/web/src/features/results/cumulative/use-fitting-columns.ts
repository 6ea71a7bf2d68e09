import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many columns of one width fit beside what stays in view; measured again when the panel changes its width. */
export function useFittingColumns(
  frame: RefObject<HTMLElement | null>,
  options: { fixedPx: number; columnPx: number; minimum: number },
): number {
  const { fixedPx, columnPx, minimum } = options
  const [count, setCount] = useState(minimum)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = () => setCount(Math.max(minimum, Math.floor((element.clientWidth - fixedPx) / columnPx)))
    measure()
    // Without it (jsdom) the panel is measured once.
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, fixedPx, columnPx, minimum])
  return count
}
