import { useEffect, useState } from 'react'

/**
 * Times for which what is to be committed must have been on screen, ms. A double click on a button that opens a sheet, or a key that
 * is pressed twice, must not commit the sheet unread. Tests of whole screens set `sheet` and `item` to 0.
 */
export const readingTimes = {
  /** A critical result (INB-4). */
  alert: 1000,
  /** A sheet whose button commits. */
  sheet: 500,
  /** An order of a queue that opens by itself after the one before it was committed. */
  item: 1000,
}

/**
 * Returns whether the content has been on screen, in a visible window, for the given time.
 *
 * @param id identifies the content: another one starts the time again; null while there is none
 */
export function useReadingTime(id: string | null, ms: number): boolean {
  const [readId, setReadId] = useState<string | null>(null)
  useEffect(() => {
    if (id === null || ms === 0) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const start = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(() => setReadId(id), ms)
    }
    start()
    document.addEventListener('visibilitychange', start)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', start)
    }
  }, [id, ms])
  return id !== null && (ms === 0 || readId === id)
}
