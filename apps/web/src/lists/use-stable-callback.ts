import { useCallback, useLayoutEffect, useRef } from 'react'

/** Returns a callback with a constant identity that calls the function of the last render. For event handlers, not for rendering. */
export function useStableCallback<Given extends readonly unknown[], Answer>(act: (...given: Given) => Answer): (...given: Given) => Answer {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  return useCallback((...given: Given) => latest.current(...given), [])
}
