import { useEffect, useState } from 'react'

/** Whether this tab plays sounds: only one tab of a browser does (ATT-4), the one that holds the lock. */
export function useTabLeader(): boolean {
  const [isLeader, setLeader] = useState(!('locks' in navigator))
  useEffect(() => {
    if (!('locks' in navigator)) return
    let release: () => void = () => undefined
    const abort = new AbortController()
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    navigator.locks
      .request('wardline-sound', { signal: abort.signal }, () => {
        setLeader(true)
        return released
      })
      .catch(() => undefined)
    return () => {
      abort.abort()
      release()
    }
  }, [])
  return isLeader
}
