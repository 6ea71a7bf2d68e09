import { type RefObject, useEffect, useState } from 'react'

/** Whether the element's content overflows, so that it must be scrollable by keyboard (WCAG 2.1.1). */
export function useOverflow(element: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const box = element.current
    if (!box || typeof ResizeObserver === 'undefined') return
    const measure = () => setOverflows(box.scrollHeight > box.clientHeight)
    const sizes = new ResizeObserver(measure)
    const watch = () => {
      sizes.disconnect()
      for (const watched of [box, ...box.children]) sizes.observe(watched)
    }
    const content = new MutationObserver(watch)
    content.observe(box, { childList: true })
    watch()
    return () => {
      content.disconnect()
      sizes.disconnect()
    }
  }, [element])
  return overflows
}
