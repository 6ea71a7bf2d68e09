import { useEffect, useState } from 'react'

/** Whether this tab plays sounds: only one tab of a browser does (ATT-4), the one that holds the lock. */
export function useTabLeader(): boolean {
  const [leads, setLeads] = useState(!('locks' in navigator))
  useEffect(() => {
    if (!('locks' in navigator)) return
    let release: () => void = () => undefined
    const given = new AbortController()
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    navigator.locks
      .request('wardline-sound', { signal: given.signal }, () => {
        setLeads(true)
        return held
      })
      .catch(() => undefined)
    return () => {
      given.abort()
      release()
    }
  }, [])
  return leads
}
