import type { AlertRow } from '@wardline/events'
import { READ_FIRST_MS } from '@wardline/ui'
import { useEffect, useState } from 'react'
import { usePreferences } from '../../session/preferences.ts'
import { useTabLeader } from '../../session/use-tab-leader.ts'
import { playCritical } from '../../sound/sound.ts'

/** Interval in ms at which the critical sound repeats until the alert was seen (ATT-3). */
const REPEAT_MS = 30_000

const PLAIN_ICON = '/favicon.svg'
const CRITICAL_ICON = '/favicon-critical.svg'

/** Drives sound, window title and icon for the user's critical results. */
export function useAttention(alerts: readonly AlertRow[], shown: AlertRow | null): void {
  const sounds = usePreferences(({ sound }) => sound)
  const leads = useTabLeader()
  const seen = useSeen(shown)
  const unseen = alerts.filter(({ id }) => !seen.has(id))
  const calls = unseen.map(({ id }) => id).join(' ')

  useEffect(() => {
    if (!calls || !sounds || !leads) return
    playCritical()
    const again = setInterval(playCritical, REPEAT_MS)
    return () => clearInterval(again)
  }, [calls, sounds, leads])

  const count = alerts.length
  useEffect(() => {
    // No patient name in the title: titles appear in the browser history and on shared screens.
    document.title = count > 0 ? `(${count}) Wardline` : 'Wardline'
    document.querySelector('link[rel=icon]')?.setAttribute('href', count > 0 ? CRITICAL_ICON : PLAIN_ICON)
  }, [count])
}

/** Returns the ids of alerts that were visible long enough to be read. */
function useSeen(shown: AlertRow | null): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const id = shown?.id
  useEffect(() => {
    if (!id) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(() => setSeen((before) => new Set(before).add(id)), READ_FIRST_MS)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [id])
  return seen
}
