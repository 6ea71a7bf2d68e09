import { useCallback, useLayoutEffect, useRef } from 'react'

/** The same function from draw to draw that does what the last draw meant: who is handed it is not drawn again for each new row. For acts, never for what is drawn. */
export function useStableCallback<Given extends readonly unknown[], Answer>(act: (...given: Given) => Answer): (...given: Given) => Answer {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  return useCallback((...given: Given) => latest.current(...given), [])
}
