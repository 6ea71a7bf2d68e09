import { useCallback, useLayoutEffect, useRef } from 'react'

/** Returns a callback with a constant identity that calls the function of the last render. For event handlers, not for rendering. */
export function useStableCallback<Args extends readonly unknown[], Result>(callback: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(callback)
  useLayoutEffect(() => {
    latest.current = callback
  })
  return useCallback((...args: Args) => latest.current(...args), [])
}
