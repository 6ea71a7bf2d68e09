import { useEffect, useState } from 'react'

/** Only one tab of a browser makes sounds (ATT-4): whoever holds the lock, and the next one when it closes. */
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
