import { type RefObject, useLayoutEffect, useState } from 'react'

/** Returns how many columns fit beside the fixed ones; updates when the width of the frame changes. */
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
    // jsdom has no ResizeObserver; the frame is measured once.
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, fixedPx, columnPx, minimum])
  return count
}
